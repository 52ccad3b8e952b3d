"""Regulations that are not installed: one of a province that exists, and one that is made up. No code knows of them."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from congthu.regulations.load import DATA
from congthu.regulations.policy import Policy, policy_for

HERE = Path(__file__).parent / "regulations"
BAC_NINH, HOA_MAI = "bacninh-79-2025", "hoamai-12-2026"


@cache
def law() -> Path:
    """A folder of the law that holds them, with the platform's files beside them."""
    data = Path(mkdtemp(prefix="congthu-law-"))
    for name in ("platform", "calendar"):
        shutil.copytree(DATA / name, data / name)
    for name in (BAC_NINH, HOA_MAI):
        shutil.copytree(HERE / name, data / name)
    return data


def policy_elsewhere(regulation: str) -> Policy:
    """What one of them says."""
    return policy_for(regulation, law())
