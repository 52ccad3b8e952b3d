"""Where does this come from? A clause written in full, or that the regulation is silent."""

from dataclasses import dataclass

from django.urls import reverse

from congthu.portal.components.base import Component
from congthu.regulations.clauses import in_words


@dataclass(frozen=True)
class ClauseReference(Component):
    """*clause* as in the data, ``Đ12.2``; empty where the platform decides.

    *linked* opens the regulation at the clause: for pages whose reader has signed in; *regulation* names another
    document of the catalogue than the own one. *bracketed* follows a sentence.
    """

    clause: str
    gist: str = ""
    linked: bool = False
    bracketed: bool = False
    regulation: str = ""

    @property
    def words(self) -> str:
        """``Đ8.2.b`` is "điểm b khoản 2 Điều 8"; an empty clause is a default of the platform."""
        return in_words(self.clause) or "mặc định của hệ thống"

    @property
    def href(self) -> str:
        """The place of the clause on the page of the regulation, "" where it is not linked."""
        if not (self.linked and self.clause):
            return ""
        page = (
            reverse("portal:other-regulation", args=[self.regulation])
            if self.regulation
            else reverse("portal:regulation")
        )
        return f"{page}#{self.clause}"
