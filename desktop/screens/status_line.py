"""What the line at the foot of the window says of sync; never more than is known."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop.messages import Wording
from desktop.models.sync_status import Phase, SyncState
from desktop.theme import Role, Shape, look
from desktop.widgets.status_bar import StatusPart
from sync.clock import OFFICE_ZONE

CLOCK_SECONDS_MAX = 120
"""How far the clocks may be apart before the line says so; head office's decides anyway."""


def short_moment(wording: Wording, moment: datetime | None) -> str:
    """Return a time of day, with its date unless it is today."""
    if moment is None:
        return "–"
    if moment.astimezone(OFFICE_ZONE).date() == wording.today:
        return wording.clock(moment)
    return wording.moment(moment)


def since_words(state: SyncState, wording: Wording) -> str:
    """Return since when there is no connection: "自 08:12"."""
    words = QCoreApplication.translate("StatusLine", "since {time}")
    return words.format(time=short_moment(wording, state.offline_since))


def connection_part(state: SyncState, wording: Wording) -> StatusPart | None:
    """Return the connection in words; nothing in the first two seconds."""
    since = since_words(state, wording)
    offline = QCoreApplication.translate("StatusLine", "Offline")
    paused = QCoreApplication.translate("StatusLine", "Working offline")
    copying = QCoreApplication.translate("StatusLine", "Fetching the first data {percent} %")
    said: dict[Phase, str] = {
        "online": QCoreApplication.translate("StatusLine", "Online"),
        "offline": f"{offline} · {since}",
        "paused": f"{paused} · {since}",
        "connecting": QCoreApplication.translate("StatusLine", "Connecting"),
        "copying": copying.format(percent=state.percent),
        "signed_out": QCoreApplication.translate("StatusLine", "Sign in again"),
    }
    face: dict[Phase, tuple[Shape, Role]] = {
        "online": ("disc_tick", "confirmed"),
        "offline": ("triangle", "warning"),
        "paused": ("triangle", "warning"),
        "connecting": ("half_disc", "active"),
        "copying": ("half_disc", "active"),
        "signed_out": ("triangle", "warning"),
    }
    if state.phase not in said:
        return None
    shape, colour = face[state.phase]
    return StatusPart("connection", said[state.phase], shape, colour, strong=True)


def status_parts(
    state: SyncState, wording: Wording, *, is_narrow: bool = False
) -> tuple[list[StatusPart], list[StatusPart]]:
    """Return the parts from the left and from the right; in a narrow window no time twice."""
    found = (
        connection_part(state, wording),
        _here(state, wording),
        _sent(state, wording),
        _confirmed(state, wording),
        _clock(state),
        _needs_you(state, wording),
        _conflicts(state, wording),
    )
    return [part for part in found if part is not None], _right(state, wording, is_narrow=is_narrow)


def _word(name: str, wording: Wording) -> str:
    return look().state("sync", name).word(wording.language)


def _here(state: SyncState, wording: Wording) -> StatusPart:
    text = QCoreApplication.translate("StatusLine", "{count} on this device")
    if state.phase in ("offline", "paused", "signed_out") and state.report.waiting:
        text = QCoreApplication.translate("StatusLine", "{count} to send")
    words = text.format(count=state.report.waiting)
    return StatusPart(
        "here", words, "device", "neutral", apart=True, hint=_word("on_device", wording)
    )


def _sent(state: SyncState, wording: Wording) -> StatusPart:
    words = f"{_word('sent', wording)} {state.report.sent}"
    return StatusPart("sent", words, "arrow_up", "active")


def _confirmed(state: SyncState, wording: Wording) -> StatusPart | None:
    if state.report.agreed_at is None:
        return None
    words = QCoreApplication.translate("StatusLine", "Head office has confirmed up to {time}")
    text = words.format(time=short_moment(wording, state.report.agreed_at))
    return StatusPart("confirmed", text, "disc_tick", "confirmed")


def _clock(state: SyncState) -> StatusPart | None:
    seconds = state.report.clock_seconds
    if seconds is None or abs(seconds) < CLOCK_SECONDS_MAX:
        return None
    words = QCoreApplication.translate("StatusLine", "Clock is {span} off head office's")
    return StatusPart("clock", words.format(span=span_words(seconds)), "clock", "watch", apart=True)


def _needs_you(state: SyncState, wording: Wording) -> StatusPart | None:
    if not state.report.needs_you:
        return None
    words = f"{_word('needs_you', wording)} {state.report.needs_you}"
    return StatusPart("needs_you", words, "triangle", "warning", apart=True)


def _conflicts(state: SyncState, wording: Wording) -> StatusPart | None:
    if not state.report.conflicts:
        return None
    words = f"{_word('conflict', wording)} {state.report.conflicts}"
    return StatusPart("conflicts", words, "fork", "provisional", apart=True)


def _right(state: SyncState, wording: Wording, *, is_narrow: bool) -> list[StatusPart]:
    parts: list[StatusPart] = []
    if state.report.agreed_at is not None and not is_narrow:
        words = QCoreApplication.translate("StatusLine", "Data as of {time}")
        text = words.format(time=short_moment(wording, state.report.agreed_at))
        parts.append(StatusPart("as_of", text))
    keys = QCoreApplication.translate("StatusLine", "Keys")
    parts.append(StatusPart("keys", f"{keys} F1", apart=True))
    return parts


def span_words(seconds: float) -> str:
    """Return a span in the unit that says it best: 0.4 s, 3 min, 2 h, 2 d."""
    size = abs(seconds)
    if size < 60:
        text = QCoreApplication.translate("StatusLine", "{number} s")
        return text.format(number=f"{size:.1f}")
    if size < 3_600:
        text = QCoreApplication.translate("StatusLine", "{number} min")
        return text.format(number=round(size / 60))
    if size < 86_400:
        text = QCoreApplication.translate("StatusLine", "{number} h")
        return text.format(number=round(size / 3_600))
    text = QCoreApplication.translate("StatusLine", "{number} d")
    return text.format(number=round(size / 86_400))
