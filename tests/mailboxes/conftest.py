from functools import partial

import pytest
from tests import made_up as regulation
from tests.world import establish

from congthu.decisions import queries
from congthu.directory.acts import organisations, people
from congthu.regulations.policy import policy_for


@pytest.fixture(scope="session")
def made_up_law(tmp_path_factory):
    """A folder of the law that holds the regulation of `tests.made_up`."""
    data = tmp_path_factory.mktemp("law")
    regulation.written(data)
    return data


@pytest.fixture
def made_up(made_up_law, monkeypatch, db):
    """An authority under a regulation that nobody has made, read from its own folder."""
    monkeypatch.setattr(queries, "policy_with", lambda regulation, _: policy_for(regulation, made_up_law))
    for module in (organisations, people):
        monkeypatch.setattr(module, "policy_for", partial(policy_for, data=made_up_law))
    return establish(
        "thunghiem", regulation.ID, "Tỉnh Thử Nghiệm", policy=policy_for(regulation.ID, made_up_law)
    )
