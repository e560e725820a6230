"""Head office and desks within one process: real judging, delivering and syncing, no network."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from sync.actions import rules_of
from sync.client import pull, push, standing
from sync.client.doing import circumstances
from sync.client.doing import do as do_command
from sync.client.folder_locks import FolderLock
from sync.client.office import Office
from sync.client.replica import Replica
from sync.client.sealing import OfficeTime
from sync.client.transport import Answer, Call
from sync.domain.changes import Changes
from sync.domain.commands import ACTIONS
from sync.domain.entities import ENTITIES
from sync.domain.ids import Id
from sync.domain.people import User, roles_of
from sync.domain.records import Value, record, to_value
from sync.domain.scopes import scopes_of
from sync.server import (
    accept,
    bearers,
    comparing,
    deliver,
    endings,
    first_copies,
    removals,
    scrutiny,
    segments,
    showing,
    upkeep,
)
from sync.server.accept import Circumstances, OutOfOrder
from sync.server.office import RulesKept
from sync.server.refusing import Declined, decline
from sync.server.seals import Seals, Shown
from sync.store import accounts as people
from sync.store import feed, grants, outbox, rows
from sync.store.blobs import Blobs
from sync.store.database import Database
from sync.store.outbox import OutboxItem
from sync.store.tables import accounts, devices, operations
from sync.wire import codec, seals, signatures, versions
from sync.wire.checking import Compare, Removals, RemovalsAnswer
from sync.wire.codec import Garbled
from sync.wire.messages import Message, Problem, PullAnswer, PushAnswer, Time
from sync.wire.seals import Sealed
from sync.wire.snapshots import FirstCopyPlan, FirstCopyWanted
from sync.wire.transfers import MEDIA_TYPE_BYTES
from tests import files_here
from tests.builders import EPOCH, NOW, SERVER_ID, an_id, desk_database, put_records

Row = dict[str, Value]
FOREVER = "2999-01-01T00:00:00Z"


def key_of(device_id: Id) -> str:
    """Return the private key of a test's device."""
    return hashlib.sha256(f"key of {device_id}".encode()).hexdigest()


class OfficeHere:
    """Head office in this process; it answers a call's bytes with bytes."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime] = lambda: NOW,
        files: Blobs | None = None,
    ) -> None:
        self.database = database
        self.now = now
        self.seals = Seals()
        self.files = files
        self.rules_kept = RulesKept()
        with database.read() as connection:
            self.rules = rules_of.load_rules(connection)

    def admit(self, user: User, device_id: Id) -> str:
        """Give a device a token, and a new person what their roles let them see."""
        token = f"token of {device_id}"
        with self.database.write() as connection:
            known = connection.execute(select(accounts.c.user_id)).scalars().all()
            if user.id not in known:
                row = {"user_id": user.id, "login": user.login, "password_hash": ""}
                connection.execute(insert(accounts).values(**row))
                roles, permissions = roles_of(user), self.rules.permissions
                held = scopes_of(user.id, roles, user.team, permissions=permissions)
                grants.set_all(connection, user.id, held, since=0)
            connection.execute(
                insert(devices).values(
                    id=device_id,
                    user_id=user.id,
                    name=user.login,
                    token_hash=bearers.hash_of(token),
                    expires_at=FOREVER,
                    created_at="2026-01-01T00:00:00Z",
                    public_key=signatures.public_of(key_of(device_id)),
                )
            )
            owner = people.device(connection, device_id)
            assert owner is not None
            people.enrol_key(connection, owner, signatures.name_of(owner.public_key))
        return token

    def answer(self, call: Call) -> Answer:
        """Return what head office answers to a call, whatever is in it."""
        try:
            self._require_seal(call)
            if call.path.startswith(files_here.PATHS):
                return files_here.answer(call, self.database, self.files)
            if call.path.startswith("/v1/segments/"):
                body = self._segment(call)
                return Answer(status=206, media_type=MEDIA_TYPE_BYTES, body=body)
            message = self._message(call)
        except Declined as declined:
            body = codec.encode(declined.problem)
            return Answer(status=declined.status, media_type=codec.MEDIA_TYPE, body=body)
        return Answer(status=200, media_type=codec.MEDIA_TYPE, body=codec.encode(message))

    def build_snapshots(self) -> int:
        """Build all first copies that are of use; return how many were built."""
        assert self.files is not None
        return len(upkeep.build_all(self.database, self.files))

    def rows(self, entity: str) -> list[Row]:
        with self.database.read() as connection:
            return list(rows.all_rows(connection, entity))

    def seen_by(self, user: User) -> dict[str, list[Row]]:
        """Return what a person may hold, as a whole copy brings it."""
        with self.database.read() as connection:
            held = grants.held(connection, user.id)
            row = rows.get(connection, "users", user.id)
            assert row is not None
            viewer = showing.viewer_of(roles_of(record(User, row)), held)
            head = feed.meta(connection).head
            pages = viewer.changed(connection, ENTITIES, after=0, through=head)
        found: dict[str, list[Row]] = {entity: [] for entity in ENTITIES}
        for entity, page in pages.items():
            made = (dict(zip(page.columns, row, strict=True)) for row in page.rows)
            found[entity] = sorted(made, key=lambda row: str(row["id"]))
        return found

    def row(self, entity: str, identifier: Id) -> Row | None:
        with self.database.read() as connection:
            return rows.get(connection, entity, identifier)

    def head(self) -> int:
        with self.database.read() as connection:
            return feed.meta(connection).head

    def ledger(self) -> dict[Id, str]:
        with self.database.read() as connection:
            chosen = select(operations.c.op_id, operations.c.status)
            return {str(op_id): str(status) for op_id, status in connection.execute(chosen)}

    def seconds(self) -> int:
        """Return the time here, as devices sign it."""
        return int(self.now().timestamp())

    def _require_seal(self, call: Call) -> None:
        with self.database.read() as connection:
            bearer = people.bearer_of(connection, _badge(call).token_hash)
        if bearer is None:
            raise decline(401, "token_unknown")
        digest = self.seals.judge(_shown(call), bearer.public_key, at=self.seconds())
        if digest != seals.digest_of(call.body):
            raise decline(401, "request_damaged")

    def _message(self, call: Call) -> Message:
        if call.path == "/v1/push":
            return self._push(call)
        if call.path == "/v1/first-copy":
            return self._first_copy(call)
        if call.path in ("/v1/quarantine", "/v1/wiped"):
            return self._ending(call)
        if call.path in ("/v1/removals", "/v1/compare"):
            return self._checked(call)
        return self._pull(call)

    def _first_copy(self, call: Call) -> FirstCopyPlan:
        opened(call, FirstCopyWanted)
        with self.database.read() as connection:
            caller = bearers.identify(connection, _badge(call), now=self.now())
            return first_copies.plan(connection, caller)[0]

    def _ending(self, call: Call) -> Time:
        with self.database.write() as connection:
            if call.path == "/v1/wiped":
                endings.wiped(connection, _badge(call))
            else:
                message = opened(call, scrutiny.ReceivedPush)
                scrutiny.check_push(message)
                endings.keep(connection, _badge(call), message, now=self.now())
        return Time(at=str(to_value(self.now())))

    def _checked(self, call: Call) -> Message:
        with self.database.read() as connection:
            caller = bearers.identify(connection, _badge(call), now=self.now())
            if call.path == "/v1/compare":
                return comparing.compare(
                    connection, opened(call, Compare), caller, schema=versions.SCHEMA
                )
            asked = opened(call, Removals)
            present = removals.count_present(connection, caller, asked.rows)
            return RemovalsAnswer(present=present)

    def _segment(self, call: Call) -> bytes:
        sha256 = call.path.rpartition("/")[2]
        with self.database.read() as connection:
            caller = bearers.identify(connection, _badge(call), now=self.now())
            first_copies.segment(connection, caller, sha256)
        start, _, last = call.headers["Range"].removeprefix("bytes=").partition("-")
        assert self.files is not None
        found = segments.read(self.files, sha256, int(start), int(last) + 1)
        if found is None:
            with self.database.write() as connection:
                first_copies.note_lost(connection, sha256, now=self.now())
            raise decline(404, "segment_gone")
        return found

    def _push(self, call: Call) -> PushAnswer:
        message = opened(call, scrutiny.ReceivedPush)
        scrutiny.check_push(message)
        with self.database.write() as connection:
            caller = bearers.identify(connection, _badge(call), now=self.now())
            rules = self.rules_kept.now(connection)
            around = Circumstances(actor=caller.actor, now=self.now(), rules=rules)
            try:
                head, verdicts = accept.accept(connection, message, around)
            except OutOfOrder as order:
                raise Declined(409, Problem(code=order.code, next_seq=order.next_seq)) from None
        server_id, epoch = caller.office.server_id, caller.office.epoch
        return PushAnswer(server_id=server_id, epoch=epoch, head=head, results=verdicts)

    def _pull(self, call: Call) -> PullAnswer:
        message = opened(call, scrutiny.ReceivedPull)
        with self.database.read() as connection:
            caller = bearers.identify(connection, _badge(call), now=self.now())
            return deliver.pages(connection, message, caller, now=self.now())


class Wire:
    """A transport that never fails: the call is answered where it is made."""

    def __init__(self, office: OfficeHere) -> None:
        self._office = office

    def call(self, call: Call) -> Answer:
        return self._office.answer(call)

    def cancel(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing is open."""


class Desk:
    """A person's desk: a real replica, synced by the real client."""

    def __init__(
        self,
        folder: Path,
        office: OfficeHere,
        user: User,
        name: str = "",
        *,
        wire: Wire | None = None,
    ) -> None:
        self.user = user
        self.device_id = an_id(f"device {name or user.login} at {folder}")
        folder.mkdir(parents=True, exist_ok=True)
        self.replica = Replica(folder, desk_database(folder), FolderLock(folder))
        self.office = Office(wire or Wire(office), OfficeTime(office.now))
        self._sign_in(office.admit(user, self.device_id))

    def do(self, action: str, **arguments: object) -> Changes:
        """Do an action here, as `gendan do` would."""
        return do_command(self.replica, action, ACTIONS[action].kind(**arguments))

    def push(self) -> None:
        while push.push_once(self.replica, self.office, now=NOW) is not None:
            pass

    def pull(self) -> None:
        while pull.pull_once(self.replica, self.office, now=NOW)[1]:
            pass

    def sync(self) -> None:
        self.push()
        self.pull()

    def row(self, entity: str, identifier: Id) -> Row | None:
        with self.replica.read() as connection:
            return rows.get(connection, entity, identifier)

    def rows(self, entity: str) -> list[Row]:
        with self.replica.read() as connection:
            return list(rows.all_rows(connection, entity))

    def queue(self) -> list[OutboxItem]:
        """Return every operation made here, oldest first."""
        with self.replica.read() as connection:
            return outbox.listing(connection, list(outbox.OutboxState), 10_000)[::-1]

    def last(self) -> OutboxItem:
        return self.queue()[-1]

    def close(self) -> None:
        self.replica.close()

    def _sign_in(self, token: str) -> None:
        with self.replica.write() as connection:
            put_records(connection, [self.user])
            standing.note(
                connection,
                server_id=SERVER_ID,
                epoch=EPOCH,
                user_id=self.user.id,
                device_id=self.device_id,
                token=token,
                device_key=key_of(self.device_id),
                incarnation=an_id(),
            )
            assert circumstances(connection).actor.id == self.user.id


def everything(connection: Connection, entity: str) -> dict[Id, Row]:
    """Return a noun's rows by id."""
    return {str(row["id"]): row for row in rows.all_rows(connection, entity)}


def opened(call: Call, kind: type) -> object:
    """Return the message in a call, or decline it."""
    try:
        return codec.decode(call.body, kind)
    except Garbled:
        raise decline(400, "request_garbled") from None


def _shown(call: Call) -> Shown:
    headers = call.headers
    said = Sealed(
        method=call.method,
        path=call.path,
        token=bearers.token_in(headers["Authorization"]),
        server_id=headers["X-Server"],
        epoch=headers["X-Epoch"],
        schema=headers.get("X-Schema", ""),
        span=headers.get("Range", ""),
    )
    return Shown(seal=seals.seal_in(headers.get(seals.HEADER_SEAL, "")), call=said)


def _badge(call: Call) -> bearers.Badge:
    token = bearers.token_in(call.headers["Authorization"])
    return bearers.Badge(
        token_hash=bearers.hash_of(token),
        server_id=call.headers["X-Server"],
        epoch=call.headers["X-Epoch"],
    )
