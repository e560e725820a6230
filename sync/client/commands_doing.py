"""`gendan do ACTION --json '{...}'`: every action of the window, by its name."""

import sys
from pathlib import Path

import msgspec

from sync.client import doing
from sync.client.attaching import attach
from sync.client.commands_files import answer_of
from sync.client.commands_showing_people import warned
from sync.client.desk_session import DeskSession, open_desk
from sync.client.naming import with_names_resolved
from sync.client.replica import Replica
from sync.clock import new_id
from sync.domain.attachments import FilePlace
from sync.domain.commands import ACTIONS, Action, Attach, Command, with_id
from sync.domain.refusals import refuse

_INPUT_BYTES_MAX = 8 << 20


def do(session: DeskSession) -> int:
    """Do one action; answer with the changes."""
    if session.options.list_actions or not session.options.action:
        return _list(session)
    action = ACTIONS.get(session.options.action)
    if action is None:
        raise refuse(
            "action_not_offered", action=session.options.action[:40], known=", ".join(ACTIONS)
        )
    arguments = _arguments(session)
    with open_desk(session) as replica:
        with replica.read() as connection:
            resolved = with_names_resolved(connection, action.entity, arguments)
        if session.options.file:
            session.console.json(_attached(session, replica, action, resolved))
            return 0
        command = with_id(_command(action, resolved), new_id())
        state = replica.standing()
        changes = doing.do(replica, action.name, command, offline=bool(state.is_paused))
        answer = {
            "id": getattr(command, "id", ""),
            "operation_id": changes.operation_id,
            "rows": changes.rows,
            "orders": changes.orders,
            **warned(session, replica, changes),
        }
    session.console.json(answer)
    return 0


def _attached(
    session: DeskSession, replica: Replica, action: Action, arguments: dict[str, object]
) -> dict[str, object]:
    """Attach the file that was named; its name, size and hash are read from it."""
    if action.kind is not Attach:
        raise refuse("file_not_asked_for", action=action.name)
    try:
        place = msgspec.convert(arguments, FilePlace)
    except msgspec.ValidationError as error:
        known = ", ".join(FilePlace.__struct_fields__)
        raise refuse(
            "arguments_not_valid", action=action.name, why=str(error)[:200], known=known
        ) from None
    offline = bool(replica.standing().is_paused)
    return answer_of(attach(replica, Path(session.options.file), place, offline=offline))


def _arguments(session: DeskSession) -> dict[str, object]:
    """Return the action's fields as given, or refuse what is no JSON object."""
    text = session.options.arguments or "{}"
    if text == "-":
        text = sys.stdin.read(_INPUT_BYTES_MAX)
    try:
        return msgspec.json.decode(text, type=dict[str, object])
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise refuse("arguments_not_json", action=session.options.action) from None


def _command(action: Action, arguments: dict[str, object]) -> Command:
    try:
        return msgspec.convert(arguments, action.kind)
    except msgspec.ValidationError as error:
        raise refuse(
            "arguments_not_valid",
            action=action.name,
            why=str(error)[:200],
            known=", ".join(field_list(action)),
        ) from None


def field_list(action: Action) -> list[str]:
    """Return an action's fields; those that must be given are marked with an asterisk."""
    fields = msgspec.structs.fields(action.kind)
    return [field.name + ("*" if field.required else "") for field in fields]


def _list(session: DeskSession) -> int:
    if session.console.is_json:
        session.console.json({name: field_list(action) for name, action in ACTIONS.items()})
        return 0
    table = [(name, " ".join(field_list(action))) for name, action in ACTIONS.items()]
    session.console.table(("ACTION", "FIELDS"), table)
    return 0
