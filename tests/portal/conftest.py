"""A small province: an operator, a head, two holders, and a neighbour of another authority."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.portal.people import Holder, Province, found_province

from congthu.directory.roles import Role


@pytest.fixture
def now() -> datetime:
    """Some days ago, so that what the portal does now comes after it."""
    return timezone.now() - timedelta(days=2)


@pytest.fixture
def province(db: None, now: datetime) -> Province:
    return found_province("hanoi", "Thành phố Hà Nội", "hanoi-1643-2023", now)


@pytest.fixture
def elsewhere(province: Province) -> Province:
    """Another authority on the same installation."""
    return found_province("caobang", "Tỉnh Cao Bằng", "caobang-16-2025", province.now)


@pytest.fixture
def holder(province: Province) -> Holder:
    return province.holder("Vũ Thị Bích Thảo")


@pytest.fixture
def newcomer(province: Province) -> Holder:
    return province.holder("Đoàn Thị Phượng", own_password=False)


@pytest.fixture
def operator(province: Province) -> Holder:
    return province.holder("Nguyễn Hồng Ánh", role=Role.OPERATOR)


@pytest.fixture
def head(province: Province) -> Holder:
    return province.holder("Trần Văn Hùng", role=Role.HEAD)


@pytest.fixture
def browse(client: Client):
    """Sign somebody in and give their browser."""

    def sign_in(someone: Holder) -> Client:
        client.force_login(someone.account)
        return client

    return sign_in
