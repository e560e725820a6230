"""Where the program's own files are, installed, frozen or in a checkout; and how TOML is read."""

import sys
import tomllib
from functools import cache
from pathlib import Path

import msgspec

Table = dict[str, object]


@cache
def resource_folder() -> Path:
    """Return the folder `resources`, wherever this program was put.

    It lies beside the packages in a checkout and in a wheel, and at the top of a bundle.
    """
    found = [place for place in _places() if (place / "process").is_dir()]
    if not found:
        message = "the folder `resources` is missing from this installation"
        raise FileNotFoundError(message)
    return found[0]


def _places() -> tuple[Path, ...]:
    root = Path(__file__).resolve().parents[2]
    bundle = getattr(sys, "_MEIPASS", None)
    frozen = (Path(bundle) / "resources",) if isinstance(bundle, str) else ()
    return (*frozen, root / "resources")


def read_toml(path: Path) -> Table:
    """Return what a TOML file says."""
    with path.open("rb") as file:
        return msgspec.convert(tomllib.load(file), Table)
