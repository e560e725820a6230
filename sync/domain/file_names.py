"""Names of files that others chose, made harmless: no way out of a folder, no disguise.

The rules are those of Windows, macOS and Linux together, whichever runs: a file saved on one is
opened on another.
"""

import re
import unicodedata

NAME_CHARACTERS_MAX = 120
_BYTES_MAX = 200
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_FORBIDDEN = re.compile('[<>:"/\\\\|?*\u2044\u2215\u29f8\uff0f\uff3c]')
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
    | {f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"}
)
_PROGRAM_WORDS = (
    "ade adp app appimage application bat bin chm cmd com command cpl dll desktop dmg docm dotm "
    "exe gadget hta htm html inf ins iso img jar js jse lnk mht mhtml msc msi msix msp mst pif "
    "pkg potm ppam ppsm pptm ps1 psm1 py pyw reg scf scr sct sh shtml sldm svg sys url vb vbe vbs "
    "vhd vhdx wsc wsf wsh xbap xhtml xla xlam xll xlsm xltm"
)
_PROGRAMS = frozenset(_PROGRAM_WORDS.split())
_PROGRAM_HEADS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
)


def safe_name(name: str) -> str:
    """Return a name under which the file can lie in any folder of any system."""
    text = _HIDDEN.sub("", unicodedata.normalize("NFC", name))
    text = "".join(" " if unicodedata.category(each)[0] == "C" else each for each in text)
    text = _FORBIDDEN.sub("_", text).strip(" .")
    if not text:
        return "file"
    if text.split(".", 1)[0].strip().upper() in _DEVICES or text[0] in "-~$":
        text = "_" + text
    return _shortened(text)


def numbered(name: str, number: int) -> str:
    """Return the name with a number before its suffix, for when it is taken."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem} ({number}){dot}{suffix}" if stem else f"{name} ({number})"


def is_program(name: str, head: bytes) -> bool:
    """Return whether opening the file could run something, by its name or by how it begins."""
    suffix = safe_name(name).rpartition(".")[2].lower()
    return suffix in _PROGRAMS or head.startswith(_PROGRAM_HEADS)


def _shortened(text: str) -> str:
    stem, dot, suffix = text.rpartition(".")
    if not stem or len(suffix) > 16:
        stem, dot, suffix = text, "", ""
    if len(text) <= NAME_CHARACTERS_MAX and len(text.encode()) <= _BYTES_MAX:
        return text
    while len(stem) + len(suffix) > NAME_CHARACTERS_MAX or len(stem.encode()) > _BYTES_MAX:
        stem = stem[:-1]
    return f"{stem.rstrip(' .')}{dot}{suffix}"
