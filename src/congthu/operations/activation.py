"""Which regulations may be put in force in an installation, and which only on trial?

A real installation holds people to what is in force today. One with a test clock may run any document, a draft or one
of a province that is no more; it says that this is a trial. Two documents of one domain never share an installation:
whose word would hold for its mailboxes?
"""

from collections.abc import Sequence
from datetime import date

from congthu.regulations.policy import COMMENCEMENT, Policy
from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import Standing

SHARED_DOMAIN = "domain.mail"


def refused(policies: Sequence[Policy], *, today: date, trial: bool) -> list[Refusal]:
    """Every reason why *policies* may not be put in force together."""
    found = _sharing(policies)
    if not trial:
        found += [why for policy in policies if (why := _why_not(policy, today))]
    return found


def untenable(policies: Sequence[Policy], *, trial: bool) -> list[Refusal]:
    """Every reason why an installation that exists may not run under *policies*, whoever wrote them into its file.

    What held when it was made and has been replaced since goes on holding: mail does not stop on that day.
    """
    drafts = [policy for policy in policies if policy.identity.standing is Standing.DRAFT and not trial]
    return _sharing(policies) + [why for draft in drafts if (why := draft.why_not(date.max))]


def trials(policies: Sequence[Policy], *, today: date) -> list[str]:
    """One sentence for each of *policies* that nobody could be held to today."""
    return [
        f"Chạy thử, không có hiệu lực với ai: {why.message}"
        for policy in policies
        if (why := _why_not(policy, today))
    ]


def _why_not(policy: Policy, today: date) -> Refusal | None:
    if policy.identity.standing is Standing.HISTORICAL:
        message = (
            f"{policy.id} là văn bản của một tỉnh đã sắp xếp lại, chỉ để đối chiếu; hãy chọn quy chế đang có hiệu "
            "lực, hoặc chạy thử trong hệ thống khởi tạo bằng init --test-clock."
        )
        return Refusal(COMMENCEMENT, str(policy.identity.commencement or ""), message)
    return policy.why_not(today)


def _sharing(policies: Sequence[Policy]) -> list[Refusal]:
    owners: dict[str, list[Policy]] = {}
    for policy in policies:
        for domain in policy.domain.mail.value:
            owners.setdefault(domain, []).append(policy)
    return [
        Refusal(
            SHARED_DOMAIN,
            both[0].domain.mail.cited,
            f"{' và '.join(one.id for one in both)} cùng dùng tên miền {domain}, mà hộp thư của một tên miền chỉ theo "
            "một quy chế. Hãy chọn một, hoặc khởi tạo hai hệ thống.",
        )
        for domain, both in owners.items()
        if len(both) > 1
    ]
