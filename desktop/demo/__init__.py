"""`gendan demo`: a fictional company on this machine, to try or to show the program with."""

from desktop.demo.command import run

__all__ = ["run"]
