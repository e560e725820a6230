"""All that belongs to some orders is read with one statement, and as each noun's own would be."""

import re
from pathlib import Path

import msgspec

from sync.domain.entities import ENTITIES
from sync.domain.history import ChangeKind, HistoryEntry
from sync.domain.nodes import NodeInstance
from sync.domain.orders import Order
from sync.store import facts, order_rows, rows
from tests.builders import NOW, a_partner, an_id, an_order, desk_database, put_records
from tests.samples import a_record

ORDER = an_id("the order")


def _records():
    yield an_order(id=ORDER, buyer_id=an_id("the buyer"))
    yield a_partner(id=an_id("the buyer"))
    for noun in facts.NOUNS:
        if noun not in ("orders", "partners", "history"):
            made = a_record(noun)
            yield msgspec.structs.replace(made, order_id=ORDER)
            yield msgspec.structs.replace(made, id=an_id(), order_id=an_id("another order"))
    for field, kind in (("unit_price", "edited"), ("note", "edited"), ("unit_price", "created")):
        yield HistoryEntry(
            id=an_id(), order_id=ORDER, entity="order_lines", row_id=an_id(), field=field,
            kind=ChangeKind(kind), operation_id=an_id(), actor_id="x", acted_at=NOW,
            accepted_at=NOW,
        )  # fmt: skip


def test_one_statement_reads_what_each_noun_alone_would(tmp_path):
    database = desk_database(tmp_path)
    with database.write() as connection:
        put_records(connection, _records())
    with database.read() as connection:
        found = order_rows.read(connection, facts.NOUNS, [ORDER, an_id("unknown")])
        for noun in facts.NOUNS:
            alone = order_rows.read_plainly(connection, noun, [ORDER])
            assert list(found.by_id(ENTITIES[noun], noun).values()) == alone
            assert len(alone) == 1
    database.close()


def test_an_order_is_asked_for_once_however_many_nouns_it_has(tmp_path, monkeypatch):
    database = desk_database(tmp_path)
    with database.write() as connection:
        put_records(connection, _records())

    find = rows.find_many

    def _refuse(connection, entity, *asked):
        company = ("config_items", "time_standards")
        assert entity in company, f"{entity} were asked for on their own"
        return find(connection, entity, *asked)

    monkeypatch.setattr(rows, "find_many", _refuse)
    with database.read() as connection:
        (read,) = facts.load_facts(connection, [ORDER])
    assert isinstance(read.order, Order)
    assert len(read.answers) == len(read.agreed_changes) == 1
    database.close()


def test_only_the_nodes_that_are_named_are_read(tmp_path):
    database = desk_database(tmp_path)
    nodes = [
        NodeInstance(id=an_id(), order_id=ORDER, subject_id=ORDER, node=node)
        for node in ("N01", "N05", "N10")
    ]
    with database.write() as connection:
        put_records(connection, [an_order(id=ORDER), *nodes])
    with database.read() as connection:
        (read,) = facts.load_warned_of(connection, [ORDER])
    assert sorted(each.node for each in read.nodes) == ["N05", "N10"]
    assert set(facts.WARNED_NODES) == set(_asked_in_rules())
    database.close()


def _asked_in_rules() -> set[str]:
    """Return the nodes that rules and tallies ask about by name."""
    folder = Path(__file__).parents[3] / "sync" / "domain"
    sources = [*folder.glob("warning_*.py"), folder / "tallies.py"]
    text = "".join(path.read_text("utf-8") for path in sources)
    asked = re.findall(r'(?:is_done\([^)]*|nodes\.get\(\(order\.id, |n\.node == )"(N\d\d)"', text)
    return set(asked)
