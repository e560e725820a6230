"""The desk without a window: what a person can do there, as commands for scripts and terminals."""

import sys
from collections.abc import Callable

from sync.client import (
    commands_checking,
    commands_doing,
    commands_files,
    commands_importing,
    commands_process,
    commands_showing,
    commands_syncing,
)
from sync.client.desk_session import DeskSession, session_of
from sync.client.options import parse, split_arguments
from sync.client.troubles import Trouble
from sync.domain.refusals import Refused

DONE = 0
REFUSED = 3
INTERRUPTED = 130

_COMMANDS: dict[str, Callable[[DeskSession], int]] = {
    "sign-in": commands_syncing.sign_in,
    "sync": commands_syncing.sync,
    "do": commands_doing.do,
    "show": commands_showing.show,
    "attach": commands_files.add,
    "transfers": commands_files.steer,
    "import": commands_importing.bring_in,
    "export": commands_process.export,
    "warnings": commands_checking.warnings,
    "check": commands_checking.check,
    "repair": commands_checking.repair,
}


def main(arguments: list[str]) -> int:
    """Run one command; return 0 when done, 3 after a refusal or trouble, 2 for wrong usage."""
    _speak_utf8()
    session = session_of(parse(split_arguments(arguments)))
    try:
        return _COMMANDS[session.options.command](session)
    except Refused as refused:
        session.console.refuse(refused.refusal)
    except Trouble as trouble:
        session.console.refuse(trouble.refusal)
    except BrokenPipeError:
        sys.stderr.close()
    except KeyboardInterrupt:
        return INTERRUPTED
    return REFUSED


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says, or a name in Chinese could end the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
