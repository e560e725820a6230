"""The words of `gendan-office`, and what becomes of a refusal: a sentence and exit code 3."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence

from sync.domain.refusals import Refusal, Refused
from sync.server import (
    commands_approvals,
    commands_compact,
    commands_digest,
    commands_files,
    commands_keeping,
    commands_office,
    commands_people,
    commands_quarantine,
    commands_settings,
    commands_snapshots,
    commands_warnings,
    sample_command,
)
from sync.server.words import language_of_place
from sync.store.sentences import LANGUAGES, Language, sentence

DONE = 0
REFUSED = 3

Command = Callable[[argparse.Namespace], None]


def run(words: Sequence[str]) -> int:
    """Do what the words say; return 0 when done, 3 when refused. Wrong words exit with 2."""
    said = parser().parse_args(words)
    command: Command = said.command
    try:
        command(said)
        sys.stdout.flush()
    except Refused as refused:
        tell(refused.refusal, language=said.language or language_of_place(), as_json=said.json)
        return REFUSED
    except BrokenPipeError:
        _say_no_more()
        return REFUSED
    return DONE


def _say_no_more() -> None:
    """Let what is still to be written go nowhere: whoever read us has enough."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def tell(refusal: Refusal, *, language: Language, as_json: bool) -> None:
    """Say why not: a sentence for people, and with --json the code and facts for programs."""
    if as_json:
        text = sentence(refusal, language)
        told = {"code": refusal.code, "facts": refusal.facts, "sentence": text}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stderr.write(sentence(refusal, language) + "\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(prog="gendan-office", description="Gendan's head office.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--database", required=True, metavar="URL")
    common.add_argument("--language", choices=LANGUAGES, default="")
    common.add_argument("--json", action="store_true", help="answer programs")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    commands_office.add_words(commands, common)
    commands_people.add_words(commands, common)
    commands_approvals.add_words(commands, common)
    commands_settings.add_words(commands, common)
    commands_quarantine.add_words(commands, common)
    commands_digest.add_words(commands, common)
    commands_keeping.add_words(commands, common)
    commands_files.add_words(commands, common)
    commands_snapshots.add_words(commands, common)
    commands_warnings.add_words(commands, common)
    commands_compact.add_words(commands, common)
    sample_command.add_words(commands, common)
    return top
