"""Head office as its own process, and a hand that calls it as a desk does."""

import json
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import requests

from sync import clock
from sync.client.badges import Badge
from sync.client.sealing import sealed
from sync.client.transport import Call
from sync.domain.commands import ACTIONS
from sync.domain.ids import Id
from sync.domain.records import Value
from sync.wire import codec, signatures, versions
from sync.wire.messages import (
    Operation,
    Problem,
    Pull,
    PullAnswer,
    Push,
    PushAnswer,
    SignedIn,
    SignIn,
)
from tests.end_to_end import forks

if TYPE_CHECKING:
    import subprocess

OFFICE = ("-m", "sync.server")
PASSWORD = "harbour lantern seven"
PEOPLE = {"gm": "GM", "mgr": "MGR,SSR", "mgr2": "MGR,SSR", "sr": "SR", "sr2": "SR", "doc": "DOC"}
_SECONDS = 30

Row = dict[str, Value]


def until(happened: Callable[[], object], what: str = "it") -> None:
    """Look again and again until something has happened, or fail."""
    deadline = time.monotonic() + _SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"{what} did not happen"
        threading.Event().wait(0.01)


def command(*words: object, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    """Run `gendan-office` to its end."""
    return forks.run(OFFICE, [str(word) for word in words], stdin=stdin, timeout=600)


class RunningOffice:
    """A head office in a database, started and stopped as its own process."""

    program: "tuple[str, ...]" = OFFICE
    starts_from_nothing = False
    """Whether its process holds nothing but its own: to measure it."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.database = database
        self.url = ""
        self._process: forks.Started | subprocess.Popen[bytes] | None = None

    def found(self) -> "RunningOffice":
        """Make the company and let its people in."""
        made = command("init", "--database", self.database, "--company", "Probe Trading")
        assert made.returncode == 0, made.stderr
        people = [
            {"login": login, "name_zh": login, "name_en": login, "roles": roles, "level": 2}
            | {"password": PASSWORD, "team": "one"}
            for login, roles in PEOPLE.items()
        ]
        loaded = self.run("user", "load", stdin=json.dumps(people))
        assert loaded.returncode == 0, loaded.stderr
        return self

    def run(self, *words: object, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        """Run a command of `gendan-office` on this database."""
        return command(*words, "--database", self.database, stdin=stdin)

    def start(self, *words: object) -> "RunningOffice":
        """Start serving, and wait until it does."""
        ready = self.folder / "ready"
        ready.unlink(missing_ok=True)
        told = ["serve", "--database", self.database, "--listen", "127.0.0.1:0"]
        told += ["--ready-file", str(ready)]
        if "--blobs" not in words:
            told += ["--blobs", str(self.folder / "files")]
        told += map(str, words)
        self._process = forks.start(
            self.program, told, self.folder / "log", from_nothing=self.starts_from_nothing
        )
        until(lambda: ready.exists() or self._process.poll() is not None, "serving")
        assert ready.exists(), self.log()
        told = json.loads(ready.read_text())
        self.url, self.metrics = told["url"], told.get("metrics", "")
        return self

    def stop(self) -> int:
        """Ask it to stop; return its exit code."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(_SECONDS)
        self._process = None
        return code

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process.kill()
        self._process.wait(_SECONDS)
        self._process = None

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def log(self) -> str:
        """Return what it logged."""
        return (self.folder / "log").read_text()

    def memory_kb(self) -> int:
        """Return how much memory it holds."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def hand(self, login: str = "", **given: object) -> "Hand":
        """Return a desk's hand, signed in when a login is said."""
        hand = Hand(self.url, **given)
        if login:
            assert isinstance(hand.sign_in(login), SignedIn)
        return hand


class Hand:
    """Calls head office as a desk does, but keeps nothing and checks nothing."""

    def __init__(self, url: str, *, verify: "bool | str" = True) -> None:
        self.url = url
        self.device_id = clock.new_id()
        self.key = signatures.new_key()
        self.incarnation = clock.new_id()
        self.seq = 0
        self.scopes: list[str] = []
        self.headers: dict[str, str] = {}
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = verify

    def post(self, path: str, body: bytes, **headers: str) -> requests.Response:
        """Return the raw answer."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("POST", path, body, told)

    def send(self, method: str, path: str, body: bytes, headers: "dict[str, str]"):
        """Return the raw answer to a call that the device has signed."""
        return self.send_as_is(self.sealed(method, path, body, headers))

    def sealed(self, method: str, path: str, body: bytes, headers: "dict[str, str]") -> Call:
        """Return a call as this device signs it; every header of it can be another."""
        plain = {"Content-Type": codec.MEDIA_TYPE, versions.HEADER_SCHEMA: str(versions.SCHEMA)}
        told = {**plain, **self.headers, **headers}
        token = told.get("Authorization", "").partition(" ")[2]
        badge = Badge(token=token, server_id="", epoch="", key=self.key)
        call = Call(method=method, path=path, body=body, headers=told, timeout_seconds=60)
        return sealed(call, badge, at=int(clock.now().timestamp()))

    def send_as_is(self, call: Call) -> requests.Response:
        """Return the raw answer to a call that was made before, by whomever."""
        self.last = self._session.request(
            call.method, self.url + call.path, data=call.body, headers=call.headers, timeout=60
        )
        return self.last

    def ask(self, path: str, message: object, kind: type, **headers: str) -> object:
        """Return the answer as its message, or the Problem."""
        response = self.post(path, codec.encode(message), **headers)
        assert response.headers["Content-Type"] == codec.MEDIA_TYPE, response.content
        assert response.headers["Cache-Control"] == "no-store"
        return codec.decode(response.content, kind if response.status_code == 200 else Problem)

    def sign_in(self, login: str, password: str = PASSWORD) -> "SignedIn | Problem":
        """Sign in and carry the token from here on."""
        told = SignIn(
            login=login,
            password=password,
            device_id=self.device_id,
            device_name="probe",
            public_key=signatures.public_of(self.key),
        )
        before, self.headers = self.headers, {}
        answer = self.ask("/v1/sign-in", told, SignedIn)
        if isinstance(answer, SignedIn):
            self.headers = {
                "Authorization": f"Device {answer.token}",
                versions.HEADER_SERVER: answer.server_id,
                versions.HEADER_EPOCH: answer.epoch,
            }
            self.user_id = answer.user_id
        else:
            self.headers = before
        return answer

    def operation(self, action: str, base: "dict[str, Row] | None" = None, **args: object):
        """Return the next operation of this hand."""
        self.seq += 1
        return Operation(
            seq=self.seq,
            op_id=clock.new_id(),
            at="2026-11-20T08:00:00Z",
            action=action,
            args=codec.pack_args(ACTIONS[action].kind(**args)),
            base=base or {},
        )

    def push(self, *operations: Operation) -> "PushAnswer | Problem":
        """Push operations."""
        told = Push(incarnation=self.incarnation, operations=list(operations))
        return self.ask("/v1/push", told, PushAnswer)

    def do(self, action: str, base: "dict[str, Row] | None" = None, **args: object) -> str:
        """Push one operation; return its verdict's status and code."""
        answer = self.push(self.operation(action, base, **args))
        assert isinstance(answer, PushAnswer), answer
        verdict = answer.results[0]
        code = msgspec.json.decode(verdict.detail)["code"] if verdict.detail else ""
        return f"{verdict.status} {code}".strip()

    def pull(self, cursor: int = 0, scopes: "list[str] | None" = None, **more: int):
        """Pull one page."""
        if scopes is None and cursor and not self.scopes:
            self.pull(limit=1)
        held = self.scopes if scopes is None and cursor else scopes or []
        answer = self.ask("/v1/pull", Pull(cursor=cursor, scopes=held, **more), PullAnswer)
        if isinstance(answer, PullAnswer):
            self.scopes = answer.scopes
        return answer

    def everything(self, limit: int = 5_000) -> "dict[str, dict[Id, Row]]":
        """Return every row, pulled from nothing."""
        found: dict[str, dict[Id, Row]] = {}
        page = self.pull(limit=limit)
        while True:
            assert isinstance(page, PullAnswer), page
            for noun, part in page.rows.items():
                rows = (dict(zip(part.columns, row, strict=True)) for row in part.rows)
                found.setdefault(noun, {}).update({str(row["id"]): row for row in rows})
            for noun, identifier in page.gone:
                found.get(noun, {}).pop(identifier, None)
            if not page.more:
                return found
            page = self.pull(page.end, limit=limit)

    def new_order(self, lines: int = 1) -> "tuple[Id, list[Id]]":
        """Make a buyer and an order with lines; return their ids."""
        buyer, order = clock.new_id(), clock.new_id()
        made = [
            self.operation("partner.add", id=buyer, set={"name": "Buyer", "kinds": "buyer"}),
            self.operation("order.create", id=order, set={"buyer_id": buyer, "goods": "lamps"}),
        ]
        ids = [clock.new_id() for _ in range(lines)]
        for identifier in ids:
            fields = {"order_id": order, "description": "lamp", "quantity": "10"}
            made.append(self.operation("line.add", id=identifier, set=fields))
        answer = self.push(*made)
        assert isinstance(answer, PushAnswer), answer
        assert {verdict.status for verdict in answer.results} == {"applied"}, answer.results
        return order, ids

    def seen(self, order: Id, line: Id) -> "dict[str, Row]":
        """Return what a desk would say it saw, to change this line's price."""
        rows = self.everything()
        lines = {
            f"order_lines/{each}": row
            for each, row in rows["order_lines"].items()
            if row["order_id"] == order
        }
        assert f"order_lines/{line}" in lines
        return {f"orders/{order}": rows["orders"][order], **lines}
