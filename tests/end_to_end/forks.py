"""Starts programs as processes of their own, forked from one that has loaded them: quick, and real.

A start from nothing loads a thousand modules, for more than a second; the suite makes hundreds.
Tests of starting itself, and of other programs than ours, start from nothing.
"""

import atexit
import io
import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from signal import Signals

ROOT = Path(__file__).parents[2]
PROGRAMS = ("sync.server", "desktop")
_LOADED = [
    "pytest",
    "tests.end_to_end.forks",
    "desktop.__main__",
    "sync.client.command_line",
    "sync.server.command_line",
    "sync.server.serving",
]
_CAN_FORK = "forkserver" in multiprocessing.get_all_start_methods()


class Started:
    """A process that runs a program: what `subprocess.Popen` can, as far as it is needed."""

    def __init__(
        self, words: "tuple[str, ...]", files: "tuple[Path, Path, Path]", env: Mapping[str, str]
    ) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_LOADED)
        told = (words, tuple(map(str, files)), dict(env))
        self._process = context.Process(target=_become, args=told)
        self._process.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> "int | None":
        """Return its exit code, None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """Wait for its end; return its exit code."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("a forked program", timeout)
        return self._process.exitcode

    def send_signal(self, signal: Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, signal)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()


def start(
    program: "tuple[str, ...]", words: "list[str]", log: Path, *, from_nothing: bool = False
) -> "Started | subprocess.Popen[bytes]":
    """Start a program that writes its errors at the end of a file."""
    if _CAN_FORK and _is_ours(program) and not from_nothing:
        nothing = Path(os.devnull)
        return Started((program[1], *words), (nothing, nothing, log), os.environ)
    with log.open("ab") as errors:
        return subprocess.Popen([sys.executable, *program, *words], stderr=errors, cwd=ROOT)


def run(
    program: "tuple[str, ...]",
    words: "list[str]",
    *,
    stdin: str = "",
    env: "Mapping[str, str] | None" = None,
    timeout: float,
) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end; return its exit code and what it said."""
    environment = os.environ if env is None else env
    if not (_CAN_FORK and _is_ours(program)):
        return subprocess.run(
            [sys.executable, *program, *words],
            input=stdin,
            text=True,
            encoding="utf-8",
            capture_output=True,
            cwd=ROOT,
            env=environment,
            timeout=timeout,
            check=False,
        )
    with tempfile.TemporaryDirectory() as folder:
        given, said, errors = (Path(folder) / name for name in ("given", "said", "errors"))
        given.write_text(stdin, encoding="utf-8")
        process = Started((program[1], *words), (given, said, errors), environment)
        try:
            code = process.wait(timeout)
        finally:
            process.kill()
        texts = (file.read_bytes().decode("utf-8") for file in (said, errors))
        return subprocess.CompletedProcess([program[1], *words], code, *texts)


def _is_ours(program: "tuple[str, ...]") -> bool:
    return len(program) == 2 and program[0] == "-m" and program[1] in PROGRAMS


def _become(words: "tuple[str, ...]", files: "tuple[str, str, str]", env: "dict[str, str]") -> None:
    """Be the program: its streams, its environment, its name."""
    os.environ.clear()
    os.environ.update(env)
    os.chdir(ROOT)
    making = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    for number, file in enumerate(files):
        opened = os.open(file, making if number else os.O_RDONLY, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
    sys.stdout = _writer(1, errors="strict")
    sys.stderr = _writer(2, errors="backslashreplace")
    sys.argv = list(words)
    try:
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    finally:
        atexit._run_exitfuncs()


def _writer(number: int, *, errors: str) -> io.TextIOWrapper:
    raw = io.FileIO(number, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding="utf-8", errors=errors, line_buffering=number == 2
    )
