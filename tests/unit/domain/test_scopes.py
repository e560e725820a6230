"""Who may hold which rows, by the tables of domain.md 8.1 and 8.3."""

import pytest

from sync.domain import scopes
from sync.domain.people import Role
from sync.domain.projections import projection_of
from sync.domain.records import to_row
from sync.domain.scopes import Crew
from sync.store import permission_files
from tests.builders import a_line, a_partner, an_id, an_order

TABLES = permission_files.load_permissions()


def held(*roles: str, team: str = "north", who: str = "me") -> frozenset[str]:
    named = frozenset(Role(role) for role in roles)
    return scopes.scopes_of(who, named, team, permissions=TABLES)


def audience(owner: str = "lin", team: str = "north", **crew: object) -> frozenset[str]:
    return scopes.audience_of_order(Crew(owner_id=owner, team=team, **crew), permissions=TABLES)


@pytest.mark.parametrize(
    ("roles", "team", "who", "sees"),
    [
        (("SR",), "north", "lin", True),
        (("SR",), "north", "else", False),
        (("SSR",), "north", "else", True),
        (("SSR",), "south", "else", False),
        (("LOG",), "south", "worker", True),
        (("LOG",), "north", "else", False),
        (("FIN",), "south", "else", True),
        (("MGR",), "south", "else", True),
        (("GM",), "south", "else", True),
        (("ADM",), "north", "lin", False),
        (("MKT",), "north", "else", False),
    ],
)
def test_an_order_is_seen_as_the_row_scope_of_a_role_says(roles, team, who, sees):
    of_order = audience(workers=frozenset({"worker"}), roles=frozenset({Role.LOG}))
    through = of_order & held(*roles, team=team, who=who)
    named = frozenset(Role(role) for role in roles)
    assert bool(scopes.roles_reaching(through, named, permissions=TABLES)) is sees


def test_an_order_nobody_of_a_department_works_on_waits_in_its_pool():
    assert audience() & held("LOG", who="anybody")
    taken = audience(workers=frozenset({"worker"}), roles=frozenset({Role.LOG}))
    assert not taken & held("LOG", who="anybody")
    assert taken & held("DOC", who="anybody")


def test_a_second_role_counts_only_for_the_orders_that_it_sees():
    roles = frozenset({Role.SR, Role.LOG})
    mine = held("SR", "LOG", who="lin")
    work = frozenset({"lin"})
    own = audience(owner="lin", workers=work, roles=frozenset({Role.LOG})) & mine
    others = audience(owner="else", workers=work, roles=frozenset({Role.LOG})) & mine
    assert scopes.roles_reaching(own, roles, permissions=TABLES) == roles
    assert scopes.roles_reaching(others, roles, permissions=TABLES) == {Role.LOG}


def test_other_roles_are_another_scope_even_where_they_see_the_same_rows():
    assert held("GM", "FIN") != held("GM")
    assert held("FIN", "GM") == held("GM", "FIN")


@pytest.mark.parametrize(
    ("role", "entity", "field", "is_hidden"),
    [
        ("LOG", "order_lines", "unit_price", True),
        ("DOC", "order_lines", "unit_price", False),
        ("SR", "orders", "costing_margin_percent", True),
        ("FIN", "orders", "costing_margin_percent", False),
        ("QC", "shipments", "invoice_amount", True),
        ("CS", "shipments", "freight", True),
        ("SR", "declarations", "refund_amount", True),
        ("SR", "order_lines", "supplier_id", True),
    ],
)
def test_a_field_is_hidden_as_its_group_says(role, entity, field, is_hidden):
    view = projection_of(frozenset({Role(role)}), TABLES)
    row = to_row(an_order() if entity == "orders" else a_line())
    assert (field in view.hidden(entity, row)) is is_hidden


def test_the_best_of_several_roles_counts():
    view = projection_of(frozenset({Role.LOG, Role.FIN}), TABLES)
    assert "unit_price" not in view.hidden("order_lines", {})


@pytest.mark.parametrize(
    ("role", "entity", "is_hidden"),
    [
        ("QC", "letters_of_credit", True),
        ("LOG", "letters_of_credit", False),
        ("LOG", "receipts", True),
        ("CS", "declarations", True),
        ("PUR", "receipts", True),
        ("QC", "comments", False),
    ],
)
def test_a_noun_is_hidden_from_who_may_not_read_it(role, entity, is_hidden):
    view = projection_of(frozenset({Role(role)}), TABLES)
    assert view.hides(entity, {"id": an_id()}) is is_hidden


def test_history_of_a_hidden_field_is_hidden_and_a_removed_row_is_quoted_without_it():
    view = projection_of(frozenset({Role.LOG}), TABLES)
    line = {"entity": "order_lines", "row_id": an_id(), "field": "unit_price", "base": None}
    assert view.shown("history", {**line, "old": "3.20", "new": "3.50"}) is None
    gone = {**line, "field": "", "old": '{"quantity": "5", "unit_price": "3.20"}', "new": None}
    shown = view.shown("history", gone)
    assert shown is not None
    assert shown["old"] == '{"quantity": "5"}'


def test_a_conflict_about_hidden_fields_alone_is_hidden():
    view = projection_of(frozenset({Role.LOG}), TABLES)
    sides = {"mine": "{}", "theirs": "{}", "before": "", "chosen": ""}
    row = {"entity": "order_lines", "row_id": an_id(), **sides}
    assert view.shown("conflicts", {**row, "base": '{"unit_price": "3"}'}) is None
    shown = view.shown("conflicts", {**row, "base": '{"unit_price": "3", "unit": "PCS"}'})
    assert shown is not None
    assert shown["base"] == '{"unit": "PCS"}'


def test_a_firm_is_seen_by_what_it_is():
    view = projection_of(frozenset({Role.PUR}), TABLES)
    buyer, supplier = to_row(a_partner()), to_row(a_partner(kinds="supplier"))
    assert view.shown("partners", buyer) is None
    assert view.shown("partners", supplier) == supplier
    contact = {"id": an_id(), "partner_id": buyer["id"], "name": "A"}
    assert view.shown("contacts", contact, buyer) is None


@pytest.mark.parametrize(
    ("roles", "seen"),
    [
        (("SR",), ("own",)),
        (("SSR",), ("own", "team")),
        (("LOG",), ("own", "assigned", "pool")),
        (("SR", "FIN"), ("company",)),
        (("ADM",), ()),
    ],
)
def test_what_scopes_let_a_person_see_can_be_said(roles, seen):
    assert scopes.orders_seen(held(*roles)) == seen
