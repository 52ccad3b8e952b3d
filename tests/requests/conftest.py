import pytest
from tests.requests.letters import Province


@pytest.fixture
def province(db):  # asked for
    """Make a province under a regulation."""
    return Province
