"""Quotations in a script that the network knows no words of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Read

pytestmark = pytest.mark.model


@pytest.mark.parametrize("quoted", ["“我们支持对话”", "“対話を支持します”", "“نحن ندعم الحوار”", "“мы за переговоры”"])
@pytest.mark.parametrize("behind", ["", " 🇳🇴"])
def test_they_are_kept_whole(read: Read, quoted: str, behind: str) -> None:
    record = read(f"In Oslo, the minister said {quoted}{behind} and warned Chad that Norway would act.")
    statement = record.statements[0]
    assert record.article.text[slice(*statement.content[0])].removesuffix(behind) == quoted
    assert statement.kind == "direct"
