"""The theme as typed records, read from `resources/themes`."""

import sys
import tomllib
from functools import lru_cache
from typing import Literal, cast, get_args

import msgspec

from desktop.resources import resource

ThemeName = Literal["light", "dark"]
Language = Literal["zh", "en"]

Role = Literal[
    "canvas", "sidebar", "surface", "sunken", "raised", "hover", "selection",
    "line_subtle", "line", "control",
    "ink", "ink2", "ink3", "disabled",
    "accent", "accent_hover", "on_accent", "accent_soft", "accent_ink",
    "urgent", "urgent_soft", "warning", "warning_soft", "watch", "watch_soft",
    "confirmed", "confirmed_soft", "active", "active_soft",
    "provisional", "provisional_soft", "neutral", "neutral_soft",
    "mark", "mark_bad",
    "bar", "bar_now", "rail_current", "person_ink", "shadow", "on_shape",
]  # fmt: skip
ROLES = cast("tuple[Role, ...]", get_args(Role))

Shape = Literal[
    "octagon", "triangle", "diamond", "ring", "disc_tick", "dashed_ring", "fork", "device",
    "arrow_up", "clock", "half_disc", "barred_ring", "dash", "page", "box_cross", "tick",
]  # fmt: skip
SHAPES = cast("tuple[Shape, ...]", get_args(Shape))

TypeStyle = Literal[
    "figure", "title", "value", "subtitle", "heading", "body", "strong", "small", "label", "tiny"
]
TYPE_STYLES = cast("tuple[TypeStyle, ...]", get_args(TypeStyle))

Family = Literal["sync", "level", "node", "paper"]
StatusRole = Literal[
    "urgent", "warning", "watch", "confirmed", "active", "provisional", "neutral", "ink3"
]


class StateToken(msgspec.Struct, frozen=True):
    """How one state is said and drawn: a word in each language, a shape, a colour."""

    zh: str
    en: str
    shape: Shape
    color: StatusRole

    def word(self, language: Language) -> str:
        """Return the state's word; the only wording a person may see for it."""
        return self.zh if language == "zh" else self.en


class Space(msgspec.Struct, frozen=True):
    """Distances between parts, in logical pixels."""

    xs: int
    s: int
    m: int
    l: int  # noqa: E741 - the token's own name
    xl: int
    xxl: int
    page: int


class Radius(msgspec.Struct, frozen=True):
    """Corner radii, in logical pixels."""

    mark: int
    chip: int
    control: int
    card: int
    dialog: int


class Row(msgspec.Struct, frozen=True):
    """Heights of rows and controls, in logical pixels."""

    compact: int
    regular: int
    comfortable: int
    header: int
    group: int
    rail_item: int
    button: int
    button_small: int
    field: int
    status_bar: int
    top_bar: int


class TypeSize(msgspec.Struct, frozen=True):
    """One step of the type scale: pixels at 100 % and weight."""

    size: int
    weight: int


class Motion(msgspec.Struct, frozen=True):
    """Lengths of movements, in milliseconds."""

    press: int
    hover: int
    reveal: int
    notice: int
    skeleton_after: int
    undo_notice: int


class Breakpoint(msgspec.Struct, frozen=True):
    """Window widths at which the frame changes, in logical pixels."""

    rail: int
    wide: int


class Sizes(msgspec.Struct, frozen=True):
    """What both themes share: sizes, type scale, state words."""

    space: Space
    radius: Radius
    row: Row
    type_scale: dict[TypeStyle, TypeSize]
    line_height: float
    motion: Motion
    breakpoint: Breakpoint
    state: dict[Family, dict[str, StateToken]]
    faces: tuple[str, ...]
    mono_faces: tuple[str, ...]


class Theme(msgspec.Struct, frozen=True):
    """One theme: its colours by role, and the sizes both share."""

    name: ThemeName
    colours: dict[Role, str]
    discs: tuple[str, ...]
    sizes: Sizes

    def state(self, family: Family, name: str) -> StateToken:
        """Return a state's token, such as `state("paper", "missing")`."""
        return self.sizes.state[family][name]


def platform_name() -> Literal["windows", "macos", "linux"]:
    """Return the platform as the font tables name it."""
    if sys.platform == "win32":
        return "windows"
    return "macos" if sys.platform == "darwin" else "linux"


def _tables(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads(resource("themes", f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def load_sizes() -> Sizes:
    """Return the sizes, type scale and state words both themes share."""
    tables = _tables("sizes")
    scale = dict(tables["type"])
    line_height = scale.pop("line_height")
    fonts = tables["font"]
    platform = platform_name()
    whole: dict[str, object] = {
        **{key: tables[key] for key in ("space", "radius", "row", "motion", "breakpoint", "state")},
        "type_scale": scale,
        "line_height": line_height,
        "faces": cast("dict[str, list[str]]", fonts["zh_CN"])[platform],
        "mono_faces": cast("dict[str, list[str]]", fonts["mono"])[platform],
    }
    return msgspec.convert(whole, Sizes)


@lru_cache(maxsize=2)
def load_theme(name: ThemeName) -> Theme:
    """Return the theme `name`, checked: every role has its colour."""
    tables = _tables(name)
    whole: dict[str, object] = {
        "name": name,
        "colours": tables["color"],
        "discs": tables["person"]["discs"],
        "sizes": load_sizes(),
    }
    theme = msgspec.convert(whole, Theme)
    missing = set(ROLES) - set(theme.colours)
    if missing:
        raise ValueError(f"Theme {name} has no colour for {sorted(missing)}")
    return theme
