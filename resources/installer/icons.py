"""The program's icon in the forms each platform asks for, drawn from one SVG file."""

import struct
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 32, 48, 64, 128, 256, 512)
ICNS_KINDS = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09"}


def draw(drawing: Path, *, size: int) -> bytes:
    """Return the drawing as a square PNG."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()  # with a byte array of its own
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def pack_ico(pictures: Mapping[int, bytes]) -> bytes:
    """Return a Windows icon of PNG pictures by size; it holds none above 256."""
    chosen = {size: picture for size, picture in sorted(pictures.items()) if size <= 256}
    offset = 6 + 16 * len(chosen)
    entries, bodies = b"", b""
    for size, picture in chosen.items():
        side = size % 256  # 0 says 256
        place = offset + len(bodies)
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), place)
        bodies += picture
    return struct.pack("<HHH", 0, 1, len(chosen)) + entries + bodies


def pack_icns(pictures: Mapping[int, bytes]) -> bytes:
    """Return a macOS icon of PNG pictures by size; sizes without a kind are left out."""
    chosen = [
        (ICNS_KINDS[size], picture)
        for size, picture in sorted(pictures.items())
        if size in ICNS_KINDS
    ]
    body = b"".join(kind + struct.pack(">I", 8 + len(png)) + png for kind, png in chosen)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def write_icon(drawing: Path, *, target: Path) -> Path:
    """Write the icon as .ico, .icns or .png, by the target's ending, and return the target."""
    pictures = {size: draw(drawing, size=size) for size in SIZES}
    packed = {".ico": pack_ico, ".icns": pack_icns}.get(target.suffix)
    target.write_bytes(packed(pictures) if packed else pictures[256])
    return target
