"""Shipped files are found, whole, and with their licences."""

import pytest

from desktop import resources
from desktop.resources import icon_names, resource, resources_folder


@pytest.fixture
def fresh_folder():
    resources_folder.cache_clear()
    yield
    resources_folder.cache_clear()


def test_bundle_of_a_frozen_program_comes_first(tmp_path, monkeypatch, fresh_folder):
    (tmp_path / "resources" / "themes").mkdir(parents=True)
    monkeypatch.setattr(resources.sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources_folder() == tmp_path / "resources"


def test_icons_are_drawn_in_the_colour_asked_for():
    assert len(icon_names()) >= 80
    for name in icon_names():
        text = resource("icons", f"{name}.svg").read_text()
        assert 'stroke="currentColor"' in text


@pytest.mark.parametrize("parts", [("icons", "LICENSE"), ("fonts", "OFL.txt")])
def test_licence_of_what_others_made_is_shipped(parts):
    assert resource(*parts).read_text().strip()


def test_both_weights_of_the_face_are_shipped():
    sizes = [resource("fonts", f"NotoSansSC-{w}.ttf").stat().st_size for w in ("Regular", "Bold")]
    assert min(sizes) > 5_000_000
