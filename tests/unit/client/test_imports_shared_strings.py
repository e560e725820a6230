"""Text that many cells share is counted as often as it is shown, before anything is read."""

import io
import zipfile

import pytest

from sync.client.imports import shared_strings
from sync.client.imports.shared_strings import check_shown
from sync.domain.refusals import Refused

LONG = "x" * 600


def opened(*numbers: int) -> zipfile.ZipFile:
    """Return a package whose cells show these of two strings: 0 is short, 1 is long."""
    cells = "".join(f'<c r="A{n}" s="4" t="s"><v>{of}</v></c>' for n, of in enumerate(numbers, 1))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("xl/worksheets/sheet1.xml", f"<sheetData>{cells}</sheetData>")
        package.writestr("xl/sharedStrings.xml", f"<sst><si>a</si><si><t>{LONG}</t></si></sst>")
    return zipfile.ZipFile(content)


@pytest.fixture(autouse=True)
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_strings, "SHOWN_BYTES_MAX", 1_300)


def test_a_long_text_in_many_cells_is_too_much():
    with pytest.raises(Refused) as caught:
        check_shown(opened(1, 1, 1))
    assert caught.value.refusal.code == "import_sheet_memory"


def test_a_long_text_among_many_short_ones_is_not():
    check_shown(opened(1, *[0] * 60))


def test_a_string_that_is_not_there_is_left_to_the_reader():
    check_shown(opened(*[7] * 60))
