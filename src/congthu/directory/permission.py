"""Let an actor pass, or say who does this instead and by which clause."""

from congthu.directory.models import Authority
from congthu.directory.roles import NAMES, Actor, Role
from congthu.regulations.policy import policy_with
from congthu.regulations.refusals import Refusal, RefusedByRule


def require(
    acting: Actor, *roles: Role, authority: Authority, organisation: int | None = None, to: str
) -> None:
    """Let *acting* pass who has one of *roles* over *authority* or over *organisation*; *to* completes "quyền …".

    Raises:
        RefusedByRule: they have none; it names those who do this and cites where the regulation says who they are
            (``roles.operates``, ``roles.manages``), "" for roles of an agency.
    """
    if acting.has(*roles, authority=authority.code, organisation=organisation):
        return
    named = policy_with(authority.regulation, authority.decisions).roles
    ruled = {Role.OPERATOR: named.operates, Role.MANAGING: named.manages}
    who = " hoặc ".join(
        f"{NAMES[role]} ({ruled[role].value})" if role in ruled else NAMES[role] for role in roles
    )
    clause = next((ruled[role].cited for role in roles if role in ruled), "")
    message = f"Bạn chưa được giao quyền {to}. Việc này do {who} làm: hãy đề nghị họ."
    raise RefusedByRule(Refusal("role.required", clause, message))
