"""Rejected rows given back as a sheet, to be corrected there and imported again."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from sync.client.imports.report import (
    REASON_EN,
    REASON_ZH,
    Rejected,
    reason,
    write_csv,
    write_whole,
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PARTS = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship'
    f' Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="rejected" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}


def write_rejected_rows(path: Path, heading: Sequence[str], entries: Iterable[Rejected]) -> int:
    """Write the rejected rows back (.xlsx or CSV), the reasons behind each; return how many.

    Corrected there, the same file can be imported: the two reason columns are passed over.
    """
    kept = [at for at, name in enumerate(heading) if name not in (REASON_ZH, REASON_EN)]
    table = [(*(heading[at] for at in kept), REASON_ZH, REASON_EN)]
    for entry in entries:
        cells = (entry.cells[at] if at < len(entry.cells) else "" for at in kept)
        table.append((*cells, reason(entry, "zh"), reason(entry, "en")))
    write = _write_xlsx if path.suffix.lower() == ".xlsx" else write_csv
    write(path, table)
    return len(table) - 1


def _write_xlsx(path: Path, table: Iterable[Sequence[str]]) -> None:
    """Write every cell as text in the sheet itself: no formula can come of it, codes keep zeros."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in _PARTS.items():
            package.writestr(name, part)
        package.writestr("xl/worksheets/sheet1.xml", "".join(_markup(table)))
    write_whole(path, content.getvalue())


def _markup(table: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'
    for row in table:
        cells = (
            f'<c t="inlineStr"><is><t xml:space="preserve">{escape(_printable(cell))}</t></is></c>'
            for cell in row
        )
        yield f"<row>{''.join(cells)}</row>"
    yield "</sheetData></worksheet>"


def _printable(text: str) -> str:
    """Return text that XML can hold: other control characters and lone surrogates as U+FFFD."""
    return "".join(c if _is_printable(c) else "\ufffd" for c in text)


def _is_printable(character: str) -> bool:
    code = ord(character)
    return character in "\t\n\r" or 0x20 <= code < 0xD800 or 0xE000 <= code not in (0xFFFE, 0xFFFF)
