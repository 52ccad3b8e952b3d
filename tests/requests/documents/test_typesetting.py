from datetime import UTC, datetime

import pytest

from congthu.requests.documents import typesetting


def test_without_the_fonts_the_message_names_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "FONTS", tmp_path)
    with pytest.raises(typesetting.FontsMissing, match="fonts-liberation2"):
        typesetting.render("credentials.typ", {}, at=datetime(2026, 1, 1, tzinfo=UTC))
