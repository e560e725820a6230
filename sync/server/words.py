"""What the commands' modules need of the parser that their words are added to."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Protocol


class Commands(Protocol):
    """Where a command's words are added."""

    def add_parser(
        self,
        name: str,
        *,
        parents: Sequence[ArgumentParser] = ...,
        help: str | None = ...,  # noqa: A002  argparse calls it so
    ) -> ArgumentParser:
        """Return the parser of a command's words."""
        ...
