"""Contents for the sample's files: one small PDF for each kind of paper, shared by all orders."""

import hashlib
from datetime import datetime
from functools import cache

import msgspec
from sqlalchemy import Connection, select

from sync.domain.attachments import Attachment
from sync.domain.records import to_value
from sync.store import uploads
from sync.store.blobs import Blobs
from sync.store.tables import TABLES

_HEAD = b"%PDF-1.4\n"
_PAGE = (
    "BT /F1 20 Tf 72 760 Td ({name}) Tj 0 -34 Td /F1 12 Tf (Sample of a fictional company) Tj ET"
)

_SHEET = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    " /Resources << /Font << /F1 5 0 R >> >> >>"
)


@cache
def paper_named(name: str) -> bytes:
    """Return a PDF of one page that says what it stands for."""
    plain = name.encode("ascii", "replace").decode()
    said = plain.replace("\\", " ").replace("(", " ").replace(")", " ")
    page = _PAGE.format(name=said)
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _SHEET,
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    written, places = _HEAD, list[int]()
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer << /Size {count} /Root 1 0 R >>\n"
    return written + f"{end}startxref\n{len(written)}\n%%EOF\n".encode("ascii")


def with_content(file: Attachment) -> Attachment:
    """Return a file as one whose content is at head office."""
    content = paper_named(file.name)
    return msgspec.structs.replace(
        file,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        stored_at=file.added_at,
    )


def keep_papers(connection: Connection, files: Blobs, *, now: datetime) -> None:
    """Keep the content of every kind of paper that the sample has."""
    names = connection.execute(select(TABLES["attachments"].c.name).distinct()).scalars()
    for name in sorted(str(each) for each in names):
        content = paper_named(name)
        sha256 = hashlib.sha256(content).hexdigest()
        files.part(sha256).put(0, content)
        files.keep(sha256, sha256)
        uploads.note_stored(connection, sha256, len(content), at=str(to_value(now)))
