"""What the commands' modules need of the parser that their words are added to."""

import os
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Protocol

from sync.store.sentences import Language, language_named


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


def language_of_place() -> Language:
    """Return the language that the environment names, else Chinese."""
    locales = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return language_named(next((each for each in locales if each), "zh"))
