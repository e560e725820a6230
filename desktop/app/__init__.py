"""Puts the window together: builds each object once and hands it on.

`run` opens the program on a data folder.
"""

from desktop.app.running import run

__all__ = ["run"]
