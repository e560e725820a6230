"""A desk that is played in another process: asked for moves, killed, started again."""

import subprocess
from pathlib import Path

import msgspec

from desktop.demo.hand import NotFound
from desktop.demo.patience import let_work
from desktop.demo.play import Answered, Asked
from desktop.demo.programs import demo_command

STOP_SECONDS = 60


class PlayedDesk:
    """The other desk of the story."""

    def __init__(self, folder: Path, password: str) -> None:
        self._folder = folder
        self._password = password
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> int:
        """Open its window; return how many of its changes wait on that device."""
        self._process = subprocess.Popen(  # noqa: S603  our own program
            demo_command("--play", str(self._folder)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._write(self._password)
        return self._answer("start").waiting

    def move(self, name: str, **values: object) -> int:
        """Have a move made; return how many changes wait there. NotFound when it fails."""
        self._write(msgspec.json.encode(Asked(move=name, values=values)).decode())
        return self._answer(name).waiting

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        process = self._running()
        process.kill()
        process.wait()
        self._let_go(process)

    def stop(self) -> None:
        """Close its window, if it is open."""
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._let_go(process)

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None:
            message = "the other desk is not open"
            raise NotFound(message)
        return self._process

    def _write(self, line: str) -> None:
        stdin = self._running().stdin
        if stdin is not None:
            stdin.write(line + "\n")
            stdin.flush()

    def _answer(self, move: str) -> Answered:
        stdout = self._running().stdout
        line = stdout.readline() if stdout is not None else ""
        let_work(1)
        if not line:
            message = f"the other desk ended at {move}"
            raise NotFound(message)
        answered = msgspec.json.decode(line, type=Answered)
        if answered.failed:
            raise NotFound(answered.failed)
        return answered

    def _let_go(self, process: "subprocess.Popen[str]") -> None:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()
        self._process = None
