"""Requests in words: what matched, who sits where, what became of a decision."""

from typing import cast

from desktop.messages import Wording
from desktop.models.approvals import Fate, Hit, RequestView, SeatView
from desktop.theme.cells import Mark
from sync.domain.change_impact import Effect

Told = list[tuple[str, str | Mark]]
"""Labels with their values, a line each."""


def hit_words(hit: Hit, wording: Wording) -> str:
    """Return a matched row in words: A1 Price or discount change -6."""
    name = wording.pair(hit.zh, hit.en)
    coded = f"stage_{hit.value}"
    value = wording.words(coded) if hit.value and wording.has(coded) else hit.value
    return " ".join(part for part in (hit.row, name, value) if part)


def seat_words(seat: SeatView, wording: Wording) -> tuple[str, str | Mark]:
    """Return a seat, and whether it is filled, asked now, or still to come."""
    is_role = not seat.name[1:].isdigit()
    name = (
        wording.role(seat.name)
        if is_role
        else wording.pair(f"{seat.name[1:]} 级", f"level {seat.name[1:]}")
    )
    label = wording.pair(f"第 {seat.step} 步 · {name}", f"step {seat.step} · {name}")
    if not seat.lacking:
        return label, Mark(wording.pair("已同意", "said yes"), "disc_tick", "confirmed")
    if seat.is_now:
        text = wording.pair(f"还需 {seat.lacking} 人", f"{seat.lacking} asked now")
        return label, Mark(text, "half_disc", "active")
    return label, wording.pair(f"之后 {seat.lacking} 人", f"{seat.lacking} later")


def fate_mark(fate: Fate, wording: Wording) -> Mark:
    """Return a decision with its author and its fate."""
    stead = fate.in_stead_of
    who = wording.pair(f"{fate.author}（代 {stead}）", f"{fate.author} for {stead}")
    choice = wording.words(f"value_choice_{fate.choice}")
    outcome = wording.words(f"value_outcome_{fate.outcome}")
    why = wording.words(f"value_why_{fate.why}") if fate.why else ""
    moment = wording.moment(fate.claimed_at)
    parts = (who if stead else fate.author, choice, moment, outcome, why)
    text = " · ".join(part for part in parts if part)
    if fate.outcome == "accepted":
        return Mark(text, "disc_tick", "confirmed")
    return Mark(text, "dashed_ring" if fate.outcome == "provisional" else "fork", "provisional")


def packet_facts(view: RequestView, wording: Wording) -> Told:
    """Return what the order looked like when it was asked, a line each."""
    packet = view.packet
    if not packet:
        return []
    earlier = cast("dict[str, int]", packet.get("earlier_orders", {}))
    known = " · ".join(
        f"{wording.words(f'value_state_{state}')} {count}" for state, count in earlier.items()
    )
    currency = str(packet.get("currency", ""))
    amount = f"{currency} {wording.amount(str(packet.get('amount', '0')), currency)}"
    margin = str(packet.get("margin_percent", ""))
    coded = f"stage_{packet.get('stage', '')}"
    stage = wording.words(coded) if wording.has(coded) else ""
    facts = [
        (wording.pair("客户", "Buyer"), str(packet.get("buyer", ""))),
        (wording.pair("金额", "Amount"), amount),
        (wording.pair("毛利率", "Margin"), f"{margin} %" if margin else ""),
        (wording.pair("阶段", "Stage"), stage),
        (wording.pair("此客户其他订单", "Other orders of this buyer"), known),
    ]
    facts += [
        (name, f"{quantity} {unit} × {price}")
        for name, quantity, unit, price in cast("list[list[str]]", packet.get("lines", []))
    ]
    return [(label, value) for label, value in facts if value]


def effect_rows(effects: tuple[Effect, ...], wording: Wording) -> Told:
    """Return what a change would do, a line each; what hurts has its shape."""
    rows: Told = []
    for effect in effects:
        text = " → ".join(part for part in (effect.before, effect.after) if part)
        value = Mark(text, "triangle", "urgent") if effect.is_grave else text
        rows.append((wording.words(f"effect_{effect.code}"), value))
    return rows
