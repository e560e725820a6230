"""Asks for a file of this computer."""

from PySide6.QtWidgets import QFileDialog, QWidget


def pick_file(parent: QWidget, title: str) -> str | None:
    """Return the path of the file that the person picked, or None."""
    path, _ = QFileDialog.getOpenFileName(parent, title)
    return path or None
