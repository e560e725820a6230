"""PostgreSQL's own programs, found on the path; where to connect they learn from the environment.

A password is never an argument: any user of the machine sees those.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from psycopg import pq
from psycopg.conninfo import conninfo_to_dict

from sync.domain.refusals import refuse

_PIECE_BYTES = 4 << 20
_NAMES = ("postgresql+psycopg://", "postgres://")


def dumped(url: str, snapshot: str) -> Iterator[bytes]:
    """Yield a dump of a database as it stands in an exported snapshot, 4 MiB at a time."""
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603  the program's name is ours
            [_program("pg_dump"), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=_environment(url),
        )
        with process:
            assert process.stdout is not None  # noqa: S101  it was asked for
            while piece := process.stdout.read(_PIECE_BYTES):
                yield piece
        _require_done("pg_dump", process.returncode, complaints)


def restored(url: str, dump: Iterable[bytes]) -> None:
    """Load a dump into an empty database: all of it, or nothing."""
    words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _fed([*words, f"--dbname={_named(url)}"], dump, _environment(url))


def read_through(dump: Iterable[bytes]) -> None:
    """Have a dump read to its end, or refuse: it is damaged."""
    _fed([f"--file={os.devnull}"], dump, dict(os.environ))


def _fed(words: list[str], dump: Iterable[bytes], environment: dict[str, str]) -> None:
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603  the program's name is ours
            [_program("pg_restore"), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=environment,
        )
        with process:
            assert process.stdin is not None  # noqa: S101  it was asked for
            try:
                for piece in dump:
                    process.stdin.write(piece)
                process.stdin.close()
            except BrokenPipeError:
                pass  # it says why it stopped reading
        _require_done("pg_restore", process.returncode, complaints)


def _require_done(name: str, code: int, complaints: BinaryIO) -> None:
    if code == 0:
        return
    complaints.seek(0)
    said = complaints.read(2_000).decode(errors="replace").strip().splitlines()
    raise refuse("program_failed", program=name, said=said[0][:200] if said else str(code))


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise refuse("program_missing", program=name)
    return found


def _said(url: str) -> dict[str, str]:
    for name in _NAMES:
        if url.startswith(name):
            url = "postgresql://" + url.removeprefix(name)
    return {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}


def _named(url: str) -> str:
    return _said(url).get("dbname", "")


def _environment(url: str) -> dict[str, str]:
    said = _said(url)
    variables = {
        option.keyword.decode(): option.envvar.decode()
        for option in pq.Conninfo.get_defaults()
        if option.envvar
    }
    given = {variables[name]: value for name, value in said.items() if name in variables}
    return {**os.environ, **given}
