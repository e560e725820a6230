"""Who may see what changes: roles, or whose an order is, also between two calls of one sync."""

from sync.domain.commands import ACTIONS
from sync.server import administration
from tests.simulation.deeds import TEAMS
from tests.simulation.station import Station
from tests.simulation.world import BETWEEN, STATIONS_MAX, World

ROLES = ("SR,DOC,LOG", "SSR", "MGR", "SSR,DOC", "SR", "FIN", "PUR,SSR")
_SYNCS_MAX = 6


def role_changed(world: World, station: Station) -> None:
    """An administrator gives a person other roles, wherever their desks stand."""
    with world.office.database.write() as connection:
        administration.set_roles(
            connection,
            station.user.login,
            world.chance.choice(ROLES),
            level=world.chance.randrange(4),
            now=world.fate.now(),
        )
    world.commits += 1


def row_moved(world: World, station: Station) -> bool:
    """A manager gives an order that is on a desk to somebody else, perhaps of another team."""
    shown = [str(row["id"]) for row in station.shown()["orders"]]
    for other in world.stations:
        user = other.row("users", other.user.id) or {}
        if other is station or other.is_ended or "MGR" not in str(user.get("roles")) or not shown:
            continue
        order_id = world.chance.choice(shown)
        before = world.office.row("orders", order_id)
        change = {"owner_id": world.chance.choice(other.rows("users"))["id"]}
        change["team"] = world.chance.choice((*TEAMS, "south"))
        world.do(other, "order.edit", ACTIONS["order.edit"].kind(id=order_id, set=change))
        other.sync()
        after = world.office.row("orders", order_id)
        return _place(before) != _place(after)
    return False


def moved_between_calls(world: World, station: Station) -> bool:
    """Roles, or an order's owner, change between two calls of one sync, or in a first copy."""
    if station.is_ended:
        return False
    if len(world.stations) < STATIONS_MAX and world.chance.randrange(3) == 0:
        station = world.join(station.user)
        world.office.build_snapshots()
    for _ in range(3):
        world.act(station)
    moved: list[str] = []

    def happens(called: str, path: str) -> None:
        where = _where(station, called, path)
        role_changes = world.chance.randrange(2)
        has_moved = role_changed(world, station) if role_changes else row_moved(world, station)
        if has_moved is not False:
            moved.append(where)

    world.network.between(world.chance.randint(1, 4), happens)
    for _ in range(_SYNCS_MAX):
        if not (moved or station.is_ended):
            station.sync()
    world.network.between(0, None)
    station.sync()
    world.counts.update(name for name in moved if name)
    return bool(moved)


def _where(station: Station, called: str, path: str) -> str:
    """Return between which calls something happens, as it is counted."""
    state = station.standing()
    if state.cursor == 0:
        return BETWEEN[2] if state.first_copy else ""
    if (called, path) == ("/v1/push", "/v1/pull"):
        return BETWEEN[0]
    is_within = called == path == "/v1/pull" and state.cursor < state.head
    return BETWEEN[1] if is_within else ""


def _place(row: dict[str, object] | None) -> tuple[object, object]:
    found = row or {}
    return found.get("owner_id"), found.get("team")
