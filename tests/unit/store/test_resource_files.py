"""The program's own files are found, and read as what they are."""

import sys

import pytest

from sync.store.process_files import read_process
from sync.store.resource_files import read_toml, resource_folder


@pytest.fixture(autouse=True)
def fresh():
    resource_folder.cache_clear()
    yield
    resource_folder.cache_clear()


def test_the_folder_lies_beside_the_packages():
    assert (resource_folder() / "process" / "v1.json").is_file()


def test_a_bundle_brings_its_own(tmp_path, monkeypatch):
    (tmp_path / "resources" / "process").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource_folder() == tmp_path / "resources"


def test_toml_is_read_as_tables(tmp_path):
    file = tmp_path / "x.toml"
    file.write_text('[a]\nzh = "甲"\n', encoding="utf-8")
    assert read_toml(file) == {"a": {"zh": "甲"}}


def test_a_process_that_does_not_hold_together_is_not_used(tmp_path):
    file = tmp_path / "v9.json"
    file.write_text(
        '{"version": 9, "phases": [], "nodes": [], "gates": [],'
        ' "edges": [{"start": "N01", "end": "N02"}]}',
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match=r"v9\.json: unknown node N01; unknown node N02"):
        read_process(file)
