"""Where does an installation keep what?

``ROOT/current`` points at the release in force, which holds ``etc/<program>``; beside it are
``data/<program>``, ``run/<program>``, ``log/<program>.log`` and ``secrets``, which outlive releases.

A release is checked before it is switched to. The checkers must then read the new files and not those in
force, so the same thing is rendered once more with *tree* naming the directory that is being checked.
"""

from pydantic.dataclasses import dataclass

from congthu.engines.address import UnixSocket
from congthu.engines.values import STRICT, AbsolutePath


@dataclass(frozen=True, slots=True, config=STRICT)
class Layout:
    """The places of one installation. *root* is its real path: sockets are reached through it."""

    root: AbsolutePath
    tree: str = "current"

    def __post_init__(self) -> None:
        if self.root.endswith("/"):
            raise ValueError("the place of an installation is written without a slash at its end")
        if not self.tree or self.tree.startswith("/") or ".." in self.tree:
            raise ValueError("the tree is a directory inside the installation")

    def etc(self, program: str) -> str:
        """Return the directory of the rendered files of *program*."""
        return f"{self.root}/{self.tree}/etc/{program}"

    def data(self, program: str) -> str:
        """Return the directory of what *program* keeps."""
        return f"{self.root}/data/{program}"

    def run(self, program: str) -> str:
        """Return the directory of the sockets of *program*."""
        return f"{self.root}/run/{program}"

    def socket(self, program: str, name: str) -> UnixSocket:
        """Return the socket *name* of *program*; raise `SocketPathTooLong` where the root is too long."""
        return UnixSocket(path=f"{self.run(program)}/{name}")

    @property
    def log_directory(self) -> str:
        """The one directory of logs."""
        return f"{self.root}/log"

    def log(self, program: str) -> str:
        """Return the log file of *program*."""
        return f"{self.log_directory}/{program}.log"

    @property
    def secrets(self) -> str:
        """The directory of keys and passwords."""
        return f"{self.root}/secrets"
