"""What the sync page says of the connection: where it stands, the last try, what happens next."""

from PySide6.QtCore import QCoreApplication

from desktop.messages import Wording
from desktop.models.sync_status import SyncState
from desktop.screens.status_line import connection_part, short_moment
from desktop.widgets.bands import Level
from sync import clock


def connection_level(state: SyncState) -> Level:
    """Return how pressing the state of the connection is."""
    return "warning" if state.phase in ("offline", "paused", "signed_out") else "info"


def connection_title(state: SyncState, wording: Wording) -> str:
    """Return the connection in a few words, and for how many days there has been none."""
    part = connection_part(state, wording)
    if part is None:
        return QCoreApplication.translate("SyncPage", "Connecting")
    if state.phase == "online":
        return f"{part.text} · {state.report.company}"
    days = _days_offline(state)
    if days < 1 or state.phase not in ("offline", "paused"):
        return part.text
    words = QCoreApplication.translate("SyncPage", "{connection} ({days} d)")
    return words.format(connection=part.text, days=days)


def connection_text(state: SyncState, wording: Wording) -> str:
    """Return the last try with what was in its way, and what happens next."""
    trouble = state.report.trouble
    if trouble is not None:
        words = QCoreApplication.translate("SyncPage", "Last try {time}. {why}")
        tried = short_moment(wording, state.tried_at)
        return words.format(time=tried, why=wording.refusal(trouble))
    said = {
        "online": QCoreApplication.translate(
            "SyncPage", "Changes go out as they are made; what others change comes by itself."
        ),
        "paused": QCoreApplication.translate(
            "SyncPage", "Everything works; your changes wait on this device until you go online."
        ),
        "copying": QCoreApplication.translate(
            "SyncPage", "What has come is kept; a lost line goes on from here."
        ),
        "signed_out": QCoreApplication.translate(
            "SyncPage", "Your changes are safe on this device and go out once you have signed in."
        ),
    }
    default = QCoreApplication.translate("SyncPage", "Your changes are safe on this device.")
    return said.get(state.phase, default)


def _days_offline(state: SyncState) -> int:
    return 0 if state.offline_since is None else (clock.now() - state.offline_since).days
