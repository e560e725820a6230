"""Reads what `gendan demo` was asked for, and does it: windows to try, a tour, one played desk."""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from sync.client.desk_session import NO_KEYRING_VARIABLE, environment_language
from sync.client.troubles import Trouble
from sync.domain.refusals import Refusal, Refused, refuse
from sync.store.sentences import sentence

REFUSED = 3
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def run(arguments: list[str]) -> int:
    """Run the demo; return 0 when all went well, 1 after a tour that found fault, 3 if refused."""
    said = _parser().parse_args(arguments)
    os.environ[NO_KEYRING_VARIABLE] = "1"  # the person's own keyring is none of its business
    if said.offscreen or said.play or said.tour:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        return _do(said)
    except Refused as refused:
        return _refuse(refused.refusal)
    except Trouble as trouble:
        return _refuse(trouble.refusal)


def _do(said: argparse.Namespace) -> int:
    if said.play:
        from desktop.demo import play  # noqa: PLC0415  Qt only where a window opens

        return play.run(said.play)
    if said.window:
        from desktop.demo import one_window  # noqa: PLC0415  Qt only where a window opens

        return one_window.run(said.window)
    if not said.offscreen and not has_display(os.environ):
        raise refuse("demo_no_display")
    with _folder(said.data) as folder, _ending():
        if said.tour:
            from desktop.demo import tour  # noqa: PLC0415  Qt only where a window opens

            wanted = tour.Wanted(seed=said.seed, size=said.size, orders=said.orders)
            return tour.run(folder, said.tour, wanted)
        from desktop.demo import show  # noqa: PLC0415  Qt only where a window opens

        return show.run(folder, seed=said.seed, orders=said.orders)


def has_display(environment: Mapping[str, str]) -> bool:
    """Return whether windows can be shown here."""
    if sys.platform in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM"):
        return True
    return any(environment.get(name) for name in _DISPLAYS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gendan demo", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep the demo in this folder")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="another company")
    parser.add_argument("--size", type=int, default=400, metavar="N", help=argparse.SUPPRESS)
    parser.add_argument("--offscreen", action="store_true", help="without a display")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="work the story, take pictures")
    parser.add_argument("--orders", type=Path, metavar="FILE", help="orders to bring in first")
    parser.add_argument("--play", type=Path, metavar="DIR", help=argparse.SUPPRESS)
    parser.add_argument("--window", type=Path, metavar="DIR", help=argparse.SUPPRESS)
    return parser


@contextmanager
def _folder(given: Path | None) -> Generator[Path, None, None]:
    """Yield an empty folder: the given one, or one that is removed in the end."""
    if given is None:
        made = Path(tempfile.mkdtemp(prefix="gendan-demo-"))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)
        return
    given.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(given.iterdir()):
        raise refuse("demo_folder_taken", folder=str(given))
    yield given


@contextmanager
def _ending() -> Generator[None, None, None]:
    """Let a request to end come as the end of the program, so that all is cleared away."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _refuse(refusal: Refusal) -> int:
    sys.stderr.write(sentence(refusal, environment_language()) + "\n")
    return REFUSED
