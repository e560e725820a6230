"""Has everything sent from the beginning; what is here stays in use until it has come."""

from sqlalchemy import Connection

from sync.client import standing
from sync.store import arriving, copying


def copy_again(connection: Connection, **noted: str | int) -> None:
    """Have everything sent from the beginning; what is not sent any more goes at the end."""
    copying.mark_all_unseen(connection)
    arriving.forget_all(connection)
    standing.note(
        connection, first_copy="", cursor=0, is_copying_again=1, copied=0, total=0, **noted
    )
