"""A PostgreSQL of the tests' own: in a temporary folder, reached by a socket there, removed."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

import psycopg

_PLACES = ("/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt")
_SECONDS = 30


def programs() -> Path | None:
    """Return the folder of initdb and postgres, or None where there is no PostgreSQL."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    places = [path for place in _PLACES for path in Path(place).glob("*/bin/initdb")]
    return max(places).parent if places else None


class Cluster:
    """A running PostgreSQL with data checksums. Not as root: it refuses that.

    A standby is copied from another and follows it.
    """

    def __init__(self, bin_folder: Path, standby_of: "Cluster | None" = None) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="gendan-pg-"))
        self._numbers = count(1)
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user is not None:
            os.chown(self._folder, pwd.getpwnam(self._user).pw_uid, -1)
            self._folder.chmod(0o755)
        data = self._folder / "data"
        if standby_of is None:
            words = ["-U", "gendan", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
            self._run([bin_folder / "initdb", "-D", data, "--data-checksums", *words])
        else:
            words = ["-U", "gendan", "-h", standby_of.folder, "-X", "stream", "-R", "-c", "fast"]
            self._run([bin_folder / "pg_basebackup", "-D", data, "--no-sync", *words])
        settings = ("listen_addresses=", "fsync=off", f"unix_socket_directories={self._folder}")
        options = [word for setting in settings for word in ("-c", setting)]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [bin_folder / "postgres", "-D", data, *options],
                user=self._user,
                stdout=log,
                stderr=log,
                cwd=self._folder,
            )
        self._wait()

    def new_database(self) -> str:
        """Return the URL of an empty database."""
        name = f"office_{next(self._numbers)}"
        with self._connected() as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql://gendan@/{name}?host={self._folder}"

    @property
    def folder(self) -> Path:
        """Where its socket is."""
        return self._folder

    def ask(self, statement: str) -> object:
        """Return the one value that a statement gives."""
        with self._connected() as connection:
            return connection.execute(statement.encode()).fetchone()[0]

    def follow_no_more(self) -> None:
        """Cut a standby off from what it follows."""
        with self._connected() as connection:
            connection.execute(b"ALTER SYSTEM SET primary_conninfo = ''")
            connection.execute(b"SELECT pg_reload_conf()")

    def fail(self) -> None:
        """End at once, as a machine that fails."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(_SECONDS)

    def stop(self) -> None:
        """Stop it and remove what it kept."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _connected(self) -> "psycopg.Connection[tuple[object, ...]]":
        url = f"postgresql://gendan@/postgres?host={self._folder}"
        return psycopg.connect(url, autocommit=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + _SECONDS
        while True:
            try:
                self._connected().close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise
            else:
                return

    def _run(self, words: list[object]) -> None:
        told = [str(word) for word in words]
        subprocess.run(told, user=self._user, check=True, capture_output=True, cwd=self._folder)
