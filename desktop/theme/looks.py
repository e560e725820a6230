"""The applied theme: colours as QColor, fonts at the person's scale, and the palette of Qt."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from desktop.resources import resource
from desktop.theme.tokens import (
    TYPE_STYLES,
    Family,
    Role,
    StateToken,
    Theme,
    TypeStyle,
    load_theme,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

BUNDLED_FACE = "Noto Sans SC"
SOFT_ROLES: dict[Role, Role] = {
    "urgent": "urgent_soft",
    "warning": "warning_soft",
    "watch": "watch_soft",
    "confirmed": "confirmed_soft",
    "active": "active_soft",
    "provisional": "provisional_soft",
    "neutral": "neutral_soft",
    "ink3": "neutral_soft",
    "accent": "accent_soft",
}
_PALETTE: dict[QPalette.ColorRole, Role] = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.PlaceholderText: "ink3",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "urgent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent_ink",
    QPalette.ColorRole.LinkVisited: "accent_ink",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "line_subtle",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "control",
    QPalette.ColorRole.Shadow: "shadow",
    QPalette.ColorRole.Accent: "accent",
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)
_WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold}


@dataclass(frozen=True)
class Look:
    """A theme at one scale; painted parts ask it for every colour, font and length."""

    theme: Theme
    scale: int
    colours: dict[Role, QColor]
    discs: tuple[QColor, ...]
    fonts: dict[TypeStyle, QFont]

    def colour(self, role: Role) -> QColor:
        """Return the colour of a role."""
        return self.colours[role]

    def soft(self, role: Role) -> QColor:
        """Return the soft ground on which a status colour stands."""
        return self.colours[SOFT_ROLES.get(role, "neutral_soft")]

    def font(self, style: TypeStyle) -> QFont:
        """Return the font of one step of the type scale, at the person's scale."""
        return self.fonts[style]

    def mono(self, style: TypeStyle = "body") -> QFont:
        """Return the face for tags, hashes and numbers that must be told apart."""
        font = QFont(self.fonts[style])
        font.setFamilies([*self.theme.sizes.mono_faces, BUNDLED_FACE])
        return font

    def disc(self, tint: int) -> QColor:
        """Return the ground of a person's disc; `tint` may be any number."""
        return self.discs[tint % len(self.discs)]

    def px(self, length: float) -> int:
        """Return a length given at 100 % in pixels at the person's scale."""
        return round(length * self.scale / 100)

    def state(self, family: Family, name: str) -> StateToken:
        """Return a state's word, shape and colour."""
        return self.theme.state(family, name)


def _font(theme: Theme, style: TypeStyle, scale: int) -> QFont:
    step = theme.sizes.type_scale[style]
    font = QFont()
    font.setFamilies([BUNDLED_FACE, *theme.sizes.faces])
    font.setPixelSize(max(1, round(step.size * scale / 100)))
    font.setWeight(_WEIGHTS[step.weight])
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


def make_look(theme: Theme, *, scale: int = 100) -> Look:
    """Return `theme` with its colours and fonts ready to paint at `scale` percent."""
    return Look(
        theme=theme,
        scale=scale,
        colours={role: QColor(text) for role, text in theme.colours.items()},
        discs=tuple(QColor(text) for text in theme.discs),
        fonts={style: _font(theme, style, scale) for style in TYPE_STYLES},
    )


def make_palette(theme: Theme) -> QPalette:
    """Return Qt's palette for `theme`, so that Qt's own parts fit the painted ones."""
    palette = QPalette()
    for place, role in _PALETTE.items():
        palette.setColor(place, QColor(theme.colours[role]))
    for place in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, place, QColor(theme.colours["disabled"]))
    return palette


@cache
def load_fonts() -> tuple[str, ...]:
    """Load the shipped faces and return their families; must run after QApplication exists."""
    families: list[str] = []
    for weight in ("Regular", "Bold"):
        number = QFontDatabase.addApplicationFont(
            str(resource("fonts", f"NotoSansSC-{weight}.ttf"))
        )
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(families)


class _Applied:
    """The look in force; Qt's palette is one for the whole application, and so is this."""

    current: Look | None = None


def look() -> Look:
    """Return the look in force; the light theme at 100 % until `apply` was called."""
    if _Applied.current is None:
        _Applied.current = make_look(load_theme("light"))
    return _Applied.current


def apply(app: "QApplication", theme: Theme, *, scale: int = 100) -> Look:
    """Give the whole application `theme` at `scale` percent, and return the look now in force.

    Widgets hear of it by a StyleChange event.
    """
    load_fonts()
    _Applied.current = make_look(theme, scale=scale)
    app.setFont(_Applied.current.font("body"))
    app.setPalette(make_palette(theme))
    app.setStyle("Fusion")
    return _Applied.current
