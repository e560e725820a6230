"""The demo's head office: its own process on this machine, with the sample company in it."""

import json
import secrets
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import msgspec
from typing_extensions import override

from sync import clock

READY_SECONDS = 120
STOP_SECONDS = 20
_OFFICE = "gendan-office"


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """What the sample company is called, and who sits at the demo's desks."""

    company: str
    desks: dict[str, str]
    orders: int


class HeadOffice:
    """Head office while the demo runs. It ends with this process, however that ends."""

    def __init__(self, folder: Path, *, seed: int = 7, orders: int = 400) -> None:
        """Found the company in an empty folder and serve it; OSError when it does not start."""
        self.folder = folder
        self.database = f"sqlite:///{folder / 'office.db'}"
        self.password = "-".join(secrets.token_hex(2) for _ in range(4))
        self._log = (folder / "office.log").open("ab")
        ready = folder / "office.ready"
        words = ["sample", "--database", self.database, "--password-stdin"]
        words += ["--seed", str(seed), "--orders", str(orders)]
        words += ["--listen", "127.0.0.1:0", "--ready-file", str(ready)]
        self._process = _started(words, self._log)
        self._say(self.password)
        self.company = self._told()
        self.url = self._url(ready)

    @override
    def __repr__(self) -> str:
        return f"HeadOffice({self.url})"

    def run(self, *words: str) -> str:
        """Return what a command of head office says of the same database."""
        done = subprocess.run(  # noqa: S603  our own program
            [*office_command(), *words, "--database", self.database],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.close()

    def _say(self, line: str) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()

    def _told(self) -> Company:
        line = self._process.stdout.readline() if self._process.stdout is not None else ""
        if not line:
            self._fail()
        return msgspec.json.decode(line, type=Company)

    def _url(self, ready: Path) -> str:
        deadline = clock.monotonic() + READY_SECONDS
        while not ready.exists():
            if self._process.poll() is not None or clock.monotonic() > deadline:
                self._fail()
            time.sleep(0.02)
        return str(json.loads(ready.read_text())["url"])

    def _fail(self) -> None:
        self.stop()
        raise OSError((self.folder / "office.log").read_text(errors="replace")[-2000:])


def office_command() -> list[str]:
    """Return how head office's program is started: from this checkout, or beside this bundle."""
    if getattr(sys, "frozen", False):
        suffix = ".exe" if sys.platform == "win32" else ""
        return [str(Path(sys.executable).with_name(_OFFICE + suffix))]
    return [sys.executable, "-m", "sync.server"]


def _started(words: list[str], log: IO[bytes]) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603  our own program
        [*office_command(), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        start_new_session=sys.platform != "win32",
    )
