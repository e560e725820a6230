"""Colours, sizes, type and state words, by role; code never names a colour."""

from desktop.theme.looks import Look, apply, look
from desktop.theme.tokens import (
    Role,
    Shape,
    Sizes,
    StateToken,
    Theme,
    TypeStyle,
    load_theme,
)

__all__ = [
    "Look",
    "Role",
    "Shape",
    "Sizes",
    "StateToken",
    "Theme",
    "TypeStyle",
    "apply",
    "load_theme",
    "look",
]
