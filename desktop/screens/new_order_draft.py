"""A new order's form as a draft keeps it: one flat set of texts, and back."""

from collections.abc import Mapping

import msgspec

from desktop.models.order_forms import LineTyped, OrderTyped
from sync.domain.records import Value

_LINES = "lines"
_OWN = ("buyer_id", "buyer_name", "new_country", "template_id", _LINES)


def to_draft(typed: OrderTyped, buyer_name: str) -> dict[str, Value]:
    """Return what a draft keeps of the form."""
    return {
        **typed.fields,
        "buyer_id": typed.buyer_id,
        "buyer_name": buyer_name,
        "new_country": typed.new_country,
        "template_id": typed.template_id,
        _LINES: msgspec.json.encode(typed.lines).decode(),
    }


def from_draft(fields: Mapping[str, Value]) -> tuple[OrderTyped, str]:
    """Return the form as it was typed, and the buyer's name in it."""
    lines = msgspec.json.decode(str(fields.get(_LINES) or "[]"), type=tuple[LineTyped, ...])
    typed = OrderTyped(
        buyer_id=str(fields.get("buyer_id") or ""),
        new_country=str(fields.get("new_country") or ""),
        fields={name: value for name, value in fields.items() if name not in _OWN},
        lines=lines,
        template_id=str(fields.get("template_id") or ""),
    )
    return typed, str(fields.get("buyer_name") or "")
