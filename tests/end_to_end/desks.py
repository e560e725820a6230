"""Desks as a person at a terminal has them: `gendan` run as its own process."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sync.client.replica import open_replica
from sync.domain.entities import ENTITIES
from sync.store.rows import all_rows
from tests.end_to_end import forks
from tests.end_to_end.running import PASSWORD

if TYPE_CHECKING:
    import subprocess


class Terminal:
    """A terminal of one person, with a replica in one folder."""

    program: "tuple[str, ...]" = ("-m", "desktop")

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = {**os.environ, "GENDAN_NO_KEYRING": "1", "GENDAN_PASSWORD": PASSWORD}
        self.environment |= {"GENDAN_LANGUAGE": "en", **environment}

    def run(
        self, *words: object, stdin: str = "", **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run `gendan` to its end."""
        told = [*map(str, words), "--data", str(self.folder)]
        given = {**self.environment, **environment}
        return forks.run(self.program, told, stdin=stdin, env=given, timeout=90)

    def json(self, *words: object, stdin: str = "") -> "dict[str, object]":
        """Run `gendan` that must succeed; return its answer."""
        done = self.run(*words, "--json", stdin=stdin)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def do(self, action: str, **fields: object) -> "dict[str, object]":
        """Do an action that must succeed."""
        done = self.run("do", action, "--json", json.dumps(fields))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def sign_in(self, url: str, login: str) -> "Terminal":
        """Sign in and fetch the first copy."""
        done = self.run("sign-in", "--office", url, "--user", login)
        assert done.returncode == 0, done.stderr
        self.sync()
        return self

    def sync(self) -> None:
        """Agree with head office."""
        done = self.run("sync", "--until-idle")
        assert done.returncode == 0, done.stderr

    def rows(self, entity: str) -> "dict[str, dict[str, object]]":
        """Return a noun's rows by id, without their version."""
        found = self.json("show", entity)
        return {row["id"]: row for row in found}

    def everything(self) -> "dict[str, dict[str, dict[str, object]]]":
        """Return every noun's rows by id, read from the replica itself."""
        replica = open_replica(self.folder, password=PASSWORD, rings=())
        try:
            with replica.read() as connection:
                return {
                    entity: {str(row["id"]): dict(row) for row in all_rows(connection, entity)}
                    for entity in ENTITIES
                    if entity != "calendar_days"
                }
        finally:
            replica.close()

    def refused(self, *words: object, stdin: str = "", **environment: str) -> str:
        """Run `gendan` that must end with a refusal; return its code."""
        asked = words if "--json" in words and words[0] != "do" else (*words, "--json")
        done = self.run(*asked, stdin=stdin, **environment)
        assert done.returncode == 3, (done.returncode, done.stdout, done.stderr)
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr
        return json.loads(done.stdout.splitlines()[-1])["refusal"]["code"]
