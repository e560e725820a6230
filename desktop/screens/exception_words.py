"""How exceptions look and are said on every screen that shows them."""

from desktop.messages import Wording
from desktop.theme.cells import Mark
from desktop.theme.tokens import Role, Shape
from sync.domain.exception_codes import EXCEPTION_CODES, ROOT_CAUSES
from sync.domain.exceptions import ExceptionState, OrderException, Severity, severity_of

_SHAPES: dict[Severity, tuple[Shape, Role]] = {
    Severity.S1: ("octagon", "urgent"),
    Severity.S2: ("triangle", "warning"),
    Severity.S3: ("ring", "active"),
    Severity.S4: ("ring", "ink3"),
}


def severity_mark(exception: OrderException, wording: Wording) -> Mark:
    """Return how bad it is as shape, colour and words."""
    severity = severity_of(exception)
    shape, colour = _SHAPES[severity]
    return Mark(wording.words(f"value_severity_{severity.value}"), shape, colour)


def state_mark(exception: OrderException, wording: Wording) -> Mark:
    """Return how far it has come."""
    word = capital(wording.words(f"state_{exception.state.value}"))
    if exception.state is ExceptionState.CLOSED:
        return Mark(word, "tick", "neutral")
    is_new = exception.state in (ExceptionState.OPEN, ExceptionState.REOPENED)
    return Mark(word, "ring" if is_new else "half_disc", "active")


def capital(text: str) -> str:
    """Return a word as it stands alone."""
    return text[:1].upper() + text[1:]


def code_text(code: str, wording: Wording) -> str:
    """Return a kind of exception with its code: D21 L/C discrepancy."""
    return f"{code} {wording.words(f'exception_{code}')}" if code else ""


def cause_text(code: str, wording: Wording) -> str:
    """Return a root cause with its code."""
    return f"{code} {wording.words(f'cause_{code}')}" if code else ""


def code_choices(wording: Wording) -> list[tuple[str, str]]:
    """Return every kind of exception to choose from."""
    return [(code, code_text(code, wording)) for code in EXCEPTION_CODES]


def cause_choices(wording: Wording, branches: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return the root causes to choose from, of some branches or of all."""
    return [
        (code, cause_text(code, wording))
        for code in ROOT_CAUSES
        if not branches or code.startswith(branches)
    ]
