"""Read the licence of everything in the lock; fail on GPL, AGPL and on what says nothing."""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from lock import packages

# GPL programs that only build or test here. PyInstaller's licence excepts what it packs.
BUILDERS_ONLY = frozenset({"pyinstaller", "pyinstaller-hooks-contrib"})
# Packages of the lock that are installed on other systems only, or say it in a file only.
STATED_ELSEWHERE = {
    "backports-tarfile": "MIT",
    "backports-zstd": "PSF-2.0",
    "colorama": "BSD-3-Clause",
    "httptools": "MIT",
    "importlib-metadata": "Apache-2.0",
    "jeepney": "MIT",
    "lazy-importer": "Apache-2.0",
    "macholib": "MIT",
    "pefile": "MIT",
    "pywin32-ctypes": "BSD-3-Clause",
    "secretstorage": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "uvloop": "MIT OR Apache-2.0",
    "zipp": "MIT",
}
FORBIDDEN = re.compile(r"(?<!L)(A?GPL|(?<!Lesser )General Public License|Affero)", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)


def licence_text(found: Distribution) -> str:
    """Return what an installed package says of its licence: expression, else field, else class."""
    head = found.metadata
    classes = [line for line in head.get_all("Classifier") or [] if line.startswith("License ::")]
    field = [line for text in head.get_all("License") or [] for line in text.splitlines()[:1]]
    return "; ".join(head.get_all("License-Expression") or [*field, *classes])


def is_forbidden(text: str) -> bool:
    """Return whether every alternative of a licence text is GPL or AGPL."""
    choices = re.split(r"\s+OR\s+", text.strip("()"), flags=re.IGNORECASE)
    return all(_is_gpl(choice) for choice in choices)


def complaints() -> list[str]:
    """Return a line for each package whose licence is missing or not allowed."""
    return [line for name in packages() if (line := _complaint(name)) is not None]


def _is_gpl(text: str) -> bool:
    return bool(FORBIDDEN.search(LESSER.sub("", text)))


def _complaint(name: str) -> str | None:
    if name in BUILDERS_ONLY:
        return None
    try:
        text = licence_text(distribution(name))
    except PackageNotFoundError:
        text = ""
    text = text or STATED_ELSEWHERE.get(name, "")
    if not text:
        return f"{name} states no licence"
    return f"{name} is under {text}" if is_forbidden(text) else None


def main() -> int:
    """Print the complaints; 0 when there are none."""
    found = complaints()
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
