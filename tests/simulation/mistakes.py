"""Mistakes of head office's: well formed, and not true."""

import msgspec

from sync.client import pull
from sync.client.transport import Answer, Call
from sync.wire import codec
from sync.wire.messages import PullAnswer
from tests.simulation.oracle import require
from tests.simulation.station import Station
from tests.simulation.world import World

_NOUNS = ("orders", "order_lines", "partners")
_WAYS = ("gone", "lost", "given")


def rows_denied(world: World, station: Station) -> bool:
    """Head office says of many rows that they are gone, and they are not: the desk keeps them."""
    with world.network.altered(lambda _, answer: answer):
        for _ in range(8):
            if not station.is_wiped:
                station.sync()
    state = station.standing() if not station.is_wiped else None
    if state is None or station.is_ended or not 0 < state.cursor == world.office.head():
        return False
    before = _held(station)
    if state.is_copying_again or len(before) <= pull.REMOVED_MAX:
        return False
    said: list[str] = []
    way = world.chance.choice(_WAYS)

    def denied(call: Call, answer: Answer) -> Answer:
        if call.path != "/v1/pull" or answer.status != 200:
            return answer
        said.append(way)
        message = codec.decode(answer.body, PullAnswer)
        containers = sorted(row_id for noun, row_id in before if noun == "orders")
        untrue = containers if way == "given" else sorted(before)
        altered = msgspec.structs.replace(message, **{way: untrue})
        return msgspec.structs.replace(answer, body=codec.encode(altered))

    with world.network.altered(denied):
        station.sync()
        station.sync()
    left = before - _held(station)
    require(not left, "rows went that head office has", way=way, rows=sorted(left)[:4])
    return bool(said)


def _held(station: Station) -> set[tuple[str, str]]:
    return {(noun, str(row["id"])) for noun in _NOUNS for row in station.rows(noun)}
