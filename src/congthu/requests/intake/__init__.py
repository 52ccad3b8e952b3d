"""Reading the request forms that agencies send: a file in, rows and problems out. Nothing is stored here."""

from congthu.hostile import UnreadableFile
from congthu.requests.intake.bounded import read_request
from congthu.requests.intake.result import ImportedRequest, Letter, Problem, Requester, Row

__all__ = ["ImportedRequest", "Letter", "Problem", "Requester", "Row", "UnreadableFile", "read_request"]
