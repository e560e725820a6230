"""`gendan`: the window, the demo, or a command. Commands start without loading any of Qt."""

import os
import sys
from pathlib import Path

READ_SHEET = "read-sheet"


def main(arguments: list[str] | None = None) -> int:
    """Run what the arguments ask for; return the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] == "demo":
        return _demo(given[1:])
    if given and given[0] == READ_SHEET:
        return _read_sheet(given[1:])
    if given and given[0] == "--version":
        return _version()
    if not given or (given[0] in ("--data", "--language") and _is_window(given)):
        return _window(given)
    from sync.client.command_line import main as run_command  # noqa: PLC0415  only what is asked for

    return run_command(given)


def _is_window(given: list[str]) -> bool:
    """Return whether only options stand there: the window with a folder or a language."""
    return all(part.startswith("--") for part in given[::2]) and len(given) % 2 == 0


def _window(given: list[str]) -> int:
    options = dict(zip(given[::2], given[1::2], strict=True))
    if not options.keys() <= {"--data", "--language"} or options.get("--language") not in _SPOKEN:
        return _usage()
    from desktop.demo.command import has_display  # noqa: PLC0415  loads no Qt

    if not has_display(os.environ):
        return _windowless(options.get("--language"))
    from desktop import app  # noqa: PLC0415  Qt only for the window
    from sync.client.folders import default_folder  # noqa: PLC0415

    folder = Path(options["--data"]) if "--data" in options else default_folder()
    return app.run(folder, language=options.get("--language"))


def _windowless(language: str | None) -> int:
    """Say that no window can open here; Qt would abort the process."""
    from sync.client.desk_session import environment_language  # noqa: PLC0415
    from sync.domain.refusals import Refusal  # noqa: PLC0415
    from sync.store.sentences import language_named, sentence  # noqa: PLC0415

    spoken = language_named(language) if language else environment_language()
    sys.stderr.write(sentence(Refusal(code="window_no_display"), spoken) + "\n")
    return _REFUSED


_REFUSED = 3
_SPOKEN = (None, "zh", "en")


def _demo(given: list[str]) -> int:
    from desktop import demo  # noqa: PLC0415  Qt only for the window

    return demo.run(given)


def _read_sheet(given: list[str]) -> int:
    """Read a foreign sheet: what an import starts as a child with limits, in a bundle."""
    from sync.client.imports.child import main as read_sheet  # noqa: PLC0415

    return read_sheet(given)


def _version() -> int:
    from importlib.metadata import version  # noqa: PLC0415

    sys.stdout.write(f"gendan {version('gendan')}\n")
    return 0


def _usage() -> int:
    sys.stderr.write("gendan [--data DIR] [--language zh|en] | gendan COMMAND --help\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
