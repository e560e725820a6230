"""A world's head office: the real one in this process, that can die and be put back."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from typing_extensions import override

from sync.client.transport import Answer, Call
from sync.domain.ids import Id
from sync.server import bearers
from sync.server.seals import Seals
from sync.store import accounts, epochs, feed, quarantine, rows
from sync.store.blobs import blobs_in
from sync.store.database import Database
from sync.wire import codec
from sync.wire.messages import PullAnswer, Push
from tests.offices import OfficeHere, opened
from tests.simulation import disks
from tests.simulation.killing import Trigger
from tests.simulation.network import OfficeDown


class HeadOffice(OfficeHere):
    """Head office whose committed pushes are counted from outside."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        *,
        path: Path,
        committed: Callable[[], None],
        steady: Callable[[], float],
    ) -> None:
        super().__init__(database, now, blobs_in(path.with_name("files"), b"k" * 32))
        self._steady = steady
        self.trigger = Trigger(database, OfficeDown)
        self._path = path
        self._copy = path.with_name("office-copy.db")
        self._committed = committed
        self._places: dict[str, dict[int, str]] = {}
        self._known: set[str] = set()
        self.ended: set[str] = set()

    def answer(self, call: Call) -> Answer:
        self.seals = Seals()  # one process of several: what another was told it does not know
        before = self._stands_at()
        answer = super().answer(call)
        if answer.status == 200 and call.headers["Authorization"] in self.ended:
            # 15: an ended device can neither pull nor apply
            assert call.path in ("/v1/quarantine", "/v1/wiped"), f"{call.path} of an ended device"
        if call.path == "/v1/push" and answer.status == 200:
            self._committed()
            self._note_places(call)
        elif self._stands_at() != before:
            # what somebody's file came to is the office's own change, one version
            assert call.path.startswith("/v1/upload"), (
                "a call that was not a push moved the counter"
            )
            self._committed()
        if call.path == "/v1/pull" and answer.status == 200:
            self._check_sent(call, answer)
        return answer

    def _check_sent(self, call: Call, answer: Answer) -> None:
        """2: at each call: orders are sent only to whoever may hold them by their roles of now.

        Asked of people who see only their own orders, or their team's: that is seen at the row.
        """
        page = codec.decode(answer.body, PullAnswer).rows.get("orders")
        if page is None:
            return
        token = bearers.token_in(call.headers["Authorization"])
        with self.trigger.paused(), self.database.read() as connection:
            bearer = accounts.bearer_of(connection, bearers.hash_of(token))
            assert bearer is not None
            user = rows.get(connection, "users", bearer.user_id)
        assert user is not None
        roles = set(str(user["roles"]).split(","))
        if not roles <= {"SR", "SSR"}:
            return
        teams = {user["team"]} if "SSR" in roles else set[object]()
        for each in page.rows:
            order = dict(zip(page.columns, each, strict=True)) | page.same
            if order["owner_id"] != user["id"] and order["team"] not in teams:
                raise AssertionError(f"an order was sent to {user['login']} as {roles}: {order}")

    def _note_places(self, call: Call) -> None:
        """13: in each incarnation of a queue one operation at each place, and no place left out.

        What is known is answered as before, also where a copy of a queue has it elsewhere.
        """
        message = opened(call, Push)
        places = self._places.setdefault(message.incarnation, {})
        for operation in message.operations:
            if operation.seq > 1 + max(places, default=0):
                raise AssertionError("a place in a queue was left out")
            at = places.setdefault(operation.seq, operation.op_id)
            if at != operation.op_id and operation.op_id not in self._known:
                raise AssertionError("two operations at one place of a queue")
            self._known.add(operation.op_id)

    def given_up(self, device_id: Id) -> set[Id]:
        """Return the operations that an ended device handed over."""
        with self.database.read() as connection:
            return {each.op_id for each in quarantine.all_given(connection, device_id)}

    @override
    def seconds(self) -> int:
        return int(self._steady())

    def keep_copy(self) -> None:
        self.database.close()
        disks.copied(self._path, self._copy)
        self._open()

    def restore_copy(self) -> bool:
        """Put the copy back under a new epoch; False when there is none."""
        if not self._copy.exists():
            return False
        self.database.close()
        disks.copied(self._copy, self._path)
        self._places.clear()  # the queues' places were put back with it
        self._known.clear()
        self._open()
        with self.database.write() as connection:
            epochs.confirm(connection, now=self.now())
            head = feed.meta(connection).head
            epochs.begin(connection, epochs.RESTORED, restored_head=head, now=self.now())
        return True

    def _open(self) -> None:
        self.database = disks.opened(self._path)
        self.trigger.watch(self.database)

    def _stands_at(self) -> int:
        with self.trigger.paused():
            return self.head()
