"""Find the files shipped beside the program, and draw its icons in any colour."""

import sys
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

ICON_DENSITY = 2.0  # icons are drawn at twice their size, so that they stay sharp when scaled


@lru_cache(maxsize=1)
def resources_folder() -> Path:
    """Return the folder of themes, icons, fonts and translations.

    It lies in the bundle of a frozen program, else beside the package, which is the root of a
    working tree and `site-packages` of an installed wheel.
    """
    bundle: str | None = getattr(sys, "_MEIPASS", None)
    places = [Path(bundle)] if bundle else []
    places.append(Path(__file__).resolve().parent.parent)
    for place in places:
        if (place / "resources" / "themes").is_dir():
            return place / "resources"
    raise FileNotFoundError(f"No resources folder in {', '.join(map(str, places))}")


def resource(*parts: str) -> Path:
    """Return the path of one shipped file, such as `resource("themes", "dark.toml")`."""
    return resources_folder().joinpath(*parts)


def icon_names() -> list[str]:
    """Return the names of all icons, sorted."""
    return sorted(path.stem for path in resource("icons").glob("*.svg"))


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _pixmap(name: str, size: int, colour: str) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    side = round(size * ICON_DENSITY)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ICON_DENSITY)
    return pixmap


def icon_pixmap(name: str, *, size: int, colour: QColor) -> QPixmap:
    """Return the icon `name` as `size` logical pixels in one colour; drawn once, then kept."""
    return _pixmap(name, size, colour.name())


def icon(name: str, *, size: int, colour: QColor) -> QIcon:
    """Return the icon `name` for actions and menus."""
    return QIcon(icon_pixmap(name, size=size, colour=colour))
