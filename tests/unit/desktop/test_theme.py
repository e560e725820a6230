"""The themes are whole, and every text and shape can be read on its ground."""

import pytest

from desktop.theme.tokens import ROLES, SHAPES, TYPE_STYLES, Role, ThemeName, load_sizes, load_theme

THEMES: list[ThemeName] = ["light", "dark"]
STATUS: list[Role] = [
    "urgent", "warning", "watch", "confirmed", "active", "provisional", "neutral",
]  # fmt: skip
TEXT_PAIRS: list[tuple[Role, Role]] = [
    *[
        (ink, ground)
        for ink in ("ink", "ink2", "ink3")
        for ground in ("surface", "canvas", "sidebar", "sunken", "raised", "hover", "selection")
    ],
    *[(role, f"{role}_soft") for role in STATUS],
    *[(role, ground) for role in STATUS for ground in ("surface", "selection", "hover", "canvas")],
    *[("accent_ink", ground) for ground in ("surface", "selection", "accent_soft", "canvas")],
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("ink", "mark"),
    ("ink", "mark_bad"),
    ("ink", "rail_current"),
]
SHAPE_PAIRS: list[tuple[Role, Role]] = [
    ("control", "surface"),
    ("control", "canvas"),
    ("control", "selection"),
    ("on_shape", "urgent"),
    ("on_shape", "warning"),
    ("on_shape", "confirmed"),
    ("accent", "surface"),
    ("accent", "canvas"),
    ("accent", "sidebar"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_twenty_one():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("name", THEMES)
def test_every_text_reaches_four_and_a_half_on_its_ground(name):
    colours = load_theme(name).colours
    low = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in TEXT_PAIRS
        if contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize("name", THEMES)
def test_every_shape_and_edge_reaches_three_on_its_ground(name):
    colours = load_theme(name).colours
    low = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in SHAPE_PAIRS
        if contrast(colours[pair[0]], colours[pair[1]]) < 3.0
    }
    assert low == {}


@pytest.mark.parametrize("name", THEMES)
def test_initials_can_be_read_on_every_disc(name):
    theme = load_theme(name)
    assert min(contrast(theme.colours["person_ink"], disc) for disc in theme.discs) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_theme_has_exactly_the_roles_the_code_names(name):
    assert set(load_theme(name).colours) == set(ROLES)


def test_type_scale_has_every_style():
    assert set(load_sizes().type_scale) == set(TYPE_STYLES)


def test_every_state_has_words_in_both_languages_a_shape_and_a_colour():
    tokens = [token for family in load_sizes().state.values() for token in family.values()]
    assert len(tokens) == 35
    assert all(token.word("zh") and token.word("en") for token in tokens)
    assert {token.shape for token in tokens} == set(SHAPES)


def test_green_is_said_by_the_ticked_disc_alone():
    tokens = [token for family in load_sizes().state.values() for token in family.values()]
    assert {token.shape for token in tokens if token.color == "confirmed"} == {"disc_tick"}
    assert {token.color for token in tokens if token.shape == "disc_tick"} == {"confirmed"}


def test_row_heights_are_the_three_a_person_chooses_from():
    row = load_sizes().row
    assert (row.compact, row.regular, row.comfortable) == (22, 31, 40)
