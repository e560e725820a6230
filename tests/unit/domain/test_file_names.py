"""Names that others chose: none leaves its folder, none deceives, none is a device of Windows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.file_names import NAME_CHARACTERS_MAX, is_program, numbered, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("合同 2026.pdf", "合同 2026.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\..\\boot.ini", "_.._boot.ini"),
        ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
        ("CON", "_CON"),
        ("con.pdf", "_con.pdf"),
        ("LPT¹.txt", "_LPT¹.txt"),
        ("nul .pdf", "_nul .pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ("a\x00b\nc.pdf", "a b c.pdf"),
        ("x.pdf. . ", "x.pdf"),
        ("...", "file"),
        ("", "file"),
        ("-rf", "_-rf"),
        ("~$order.docx", "_~$order.docx"),
        ("a／b\uff3cc.pdf", "a_b_c.pdf"),
        ("stream.pdf:evil.exe", "stream.pdf_evil.exe"),
    ],
)
def test_a_name_is_made_harmless(name, safe):
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_suffix():
    assert safe_name("汉" * 500 + ".pdf").endswith(".pdf")
    assert len(safe_name("汉" * 500 + ".pdf").encode()) <= 204


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_whatever_the_name_it_stays_in_its_folder_and_is_stable(name):
    safe = safe_name(name)
    assert 0 < len(safe) <= NAME_CHARACTERS_MAX + 1
    assert not set(safe) & set('<>:"/\\|?*\u202e\u2066')
    assert safe.strip(" .") == safe
    assert safe not in (".", "..")
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "head", "answer"),
    [
        ("a.pdf", b"%PDF-1.7", False),
        ("a.pdf", b"MZ\x90", True),
        ("a.pdf.EXE", b"", True),
        ("invoice\u202efdp.exe", b"", True),
        ("a.docm", b"PK", True),
        ("a.docx", b"PK", False),
        ("run", b"#!/bin/sh", True),
        ("a.lnk ", b"L", True),
    ],
)
def test_what_could_run_is_known(name, head, answer):
    assert is_program(name, head) is answer


def test_a_number_stands_before_the_suffix():
    assert (numbered("a.pdf", 2), numbered("a", 3)) == ("a (2).pdf", "a (3)")
