"""`gendan sign-in` and `gendan sync`."""

import platform
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from types import FrameType

from sync.actions.asked import why_not
from sync.client import comparing, ending
from sync.client.desk_session import DeskSession, open_desk, password_of, rings
from sync.client.loop import SyncLoop
from sync.client.office import Office
from sync.client.options import Options
from sync.client.replica import Replica
from sync.client.sign_in import Credentials, file_office_at, office_at
from sync.client.sign_in import sign_in as sign_in_at
from sync.client.statuses import SyncStatus
from sync.client.transfers import Transfers
from sync.client.troubles import Trouble
from sync.domain.changes import Changes
from sync.domain.refusals import refuse
from sync.store import outbox, transfers
from sync.store.outbox import OutboxItem, OutboxState
from sync.store.sentences import sentence

_TRIES = 5


def sign_in(session: DeskSession) -> int:
    """Sign in, and make the replica the first time."""
    options = session.options
    password = password_of(session)
    old = sys.stdin.readline().rstrip("\r\n") if options.old_password_stdin else ""
    who = Credentials(
        url=options.office,
        login=options.user.strip().lower(),
        password=password or "",
        old_password=old,
        device_name=options.device or platform.node()[:80] or "desk",
        ca_file=str(Path(options.ca_file).resolve()) if options.ca_file else "",
        plain_is_meant=options.allow_http,
    )
    replica = sign_in_at(session.folder, who, rings=rings())
    try:
        state = replica.standing()
    finally:
        replica.close()
    session.console.say("signed_in", company=state.company, login=state.login)
    if session.console.is_json:
        session.console.json({"company": state.company, "user_id": state.user_id})
    return 0


def sync(session: DeskSession) -> int:
    """Agree with head office: once, until both ends agree, or until interrupted."""
    with open_desk(session) as replica:
        state = replica.standing()
        _ = state.badge
        pushing, pulling = (office_at(state.url, state.ca_file) for _ in range(2))
        loop = SyncLoop(replica, pushing, pulling, told=_Drawing(session))
        filing = file_office_at(state.url, state.ca_file)
        files = Transfers(replica, filing)
        try:
            _exchange_all(session, loop, files, pulling)
        except Trouble as trouble:
            if trouble.code == ending.ENDING and ending.obey(replica, pushing, rings()):
                raise Trouble("device_wiped") from None
            raise
        finally:
            for office in (pushing, pulling, filing):
                office.close()
        return _report(session, replica, loop.status())


def _exchange_all(session: DeskSession, loop: SyncLoop, files: Transfers, office: Office) -> None:
    if _is_once(session.options):
        agree(loop, removal_is_meant=session.options.accept_removal)
        files.run_once()
        agree(loop)
        if session.options.compare:
            _compare_all(session, loop, office)
        return
    _run(loop, files)
    if loop.has_ended:
        raise Trouble(ending.ENDING)


def _is_once(options: Options) -> bool:
    return options.until_idle or options.accept_removal or options.compare


def _compare_all(session: DeskSession, loop: SyncLoop, office: Office) -> None:
    """Compare everything with head office, and fetch what differs."""
    loop.replica.note(compared="")
    compared = differing = 0
    while True:
        found = comparing.compare_some(loop.replica, office, at_once=comparing.ALL_AT_ONCE)
        compared += found.compared
        differing += found.differing
        agree(loop)
        if found.is_last:
            break
    session.console.say("compared", compared=compared, differing=differing)


def agree(loop: SyncLoop, *, removal_is_meant: bool = False) -> None:
    """Push and pull until head office has everything of ours and we have everything of theirs.

    Raise Trouble when that does not succeed.
    """
    for left in reversed(range(_TRIES)):
        try:
            _exchange(loop, removal_is_meant=removal_is_meant)
        except Trouble as trouble:
            if left == 0 or trouble.code not in ("answer_out_of_date", "connection_lost"):
                raise
            continue
        if loop.status().is_idle:
            return
    raise Trouble("sync_not_settled")


def _exchange(loop: SyncLoop, *, removal_is_meant: bool) -> None:
    while loop.push_once():
        pass
    while loop.pull_once(removal_is_meant=removal_is_meant):
        pass


def _run(loop: SyncLoop, files: Transfers) -> None:
    """Sync, and carry files beside it, until the process is asked to end."""
    stop = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        files.stop(stop)
        loop.stop(stop)

    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        with ThreadPoolExecutor(1, "files") as beside:
            carrying = beside.submit(files.run, stop)
            try:
                loop.run(stop)
            finally:
                files.stop(stop)
        carrying.result()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class _Drawing:
    """Draws how far a first copy has come."""

    def __init__(self, session: DeskSession) -> None:
        self._bar = session.console.progress()

    def __call__(self, status: SyncStatus, _changes: Changes) -> None:
        if status.total:
            self._bar(status.copied, status.total)


def _report(session: DeskSession, replica: Replica, status: SyncStatus) -> int:
    with replica.read() as connection:
        needing = outbox.listing(connection, (OutboxState.REFUSED,), 200)
        files = transfers.unfinished(connection)
    if session.console.is_json:
        told = {"status": status, "needs_you": [_plain(item) for item in needing], "files": files}
        session.console.json(told)
    session.console.say(
        "synced",
        waiting=status.waiting,
        sent=status.sent,
        cursor=status.cursor,
        conflicts=status.conflicts,
    )
    for file in files:
        session.console.say("transfer_waits", name=file.name, why=file.code or file.state.value)
    for item in needing:
        why = sentence(why_not(item), session.console.language)
        session.console.say("operation_refused", action=item.action, at=item.at, why=why)
    if session.options.until_idle and not status.is_idle:
        raise refuse("sync_not_settled")
    return 0


def _plain(item: OutboxItem) -> dict[str, str]:
    return {"op_id": item.op_id, "action": item.action, "status": item.status, "why": item.detail}
