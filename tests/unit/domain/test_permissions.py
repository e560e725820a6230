"""The permission tables, cell by cell, and the judgement over them."""

from pathlib import Path

import msgspec
import pytest

from sync.domain.entities import ENTITIES
from sync.domain.people import Actor, Role
from sync.domain.permissions import (
    hidden_fields,
    may_create,
    may_do,
    may_edit_fields,
    object_rights,
    sight_of,
)
from sync.domain.rights import Permissions, grant

ROOT = Path(__file__).parents[3]
TABLES = msgspec.json.decode(
    (ROOT / "resources" / "permissions" / "v1.json").read_bytes(), type=Permissions
)
ME = "a" * 32
OTHER = "b" * 32


def an_actor(*roles: Role, level: int = 0, team: str = "north") -> Actor:
    return Actor(id=ME, roles=frozenset(roles), level=level, team=team)


CELLS = [
    ("partner_buyer", Role.GM, {"R", "A"}),
    ("partner_buyer", Role.MGR, {"C", "R", "U", "A"}),
    ("partner_buyer", Role.SR, {"C:own", "R:own", "U:own"}),
    ("partner_buyer", Role.MKT, {"R:name"}),
    ("partner_buyer", Role.FIN, {"R", "U:credit"}),
    ("partner_buyer", Role.QC, set()),
    ("partner_supplier", Role.DOC, {"R:on_order"}),
    ("partner_supplier", Role.FIN, {"R", "U:bank"}),
    ("partner_supplier", Role.PUR, {"C", "R", "U"}),
    ("partner_supplier", Role.SR, set()),
    ("inquiry", Role.MR, {"C:inquiry", "R:inquiry"}),
    ("inquiry", Role.SSR, {"C", "R", "U", "A:L1"}),
    ("inquiry", Role.LOG, {"R:freight"}),
    ("inquiry", Role.PUR, {"R:cost_request"}),
    ("costing", Role.SR, {"R:floor_only"}),
    ("costing", Role.PRD, {"U:own_part"}),
    ("costing", Role.LOG, {"U:freight"}),
    ("costing", Role.MGR, {"R", "U", "A"}),
    ("order", Role.GM, {"R", "A"}),
    ("order", Role.MGR, {"R", "U", "A"}),
    ("order", Role.SSR, {"C", "R", "U", "A:L1"}),
    ("order", Role.SR, {"C:own", "R:own", "U:own"}),
    ("order", Role.CS, {"R"}),
    ("order", Role.QC, {"R:tech"}),
    ("order", Role.ADM, set()),
    ("order", Role.MR, set()),
    ("sample_qc", Role.QC, {"C", "R", "U", "A"}),
    ("sample_qc", Role.PRD, {"R", "U"}),
    ("sample_qc", Role.DOC, {"R:result"}),
    ("production", Role.FIN, {"R:cost"}),
    ("production", Role.PRD, {"C", "R", "U", "A"}),
    ("production", Role.LOG, {"R:progress"}),
    ("shipment", Role.DOC, {"R", "U"}),
    ("shipment", Role.LOG, {"C", "R", "U", "A"}),
    ("shipment", Role.PUR, {"R:date"}),
    ("letter_of_credit", Role.DOC, {"C", "R", "U"}),
    ("letter_of_credit", Role.FIN, {"R", "U"}),
    ("letter_of_credit", Role.CS, set()),
    ("documents", Role.MGR, {"R", "A:waiver"}),
    ("documents", Role.QC, {"R:PL"}),
    ("bl_release", Role.MGR, {"A:L3"}),
    ("bl_release", Role.SR, {"C:request"}),
    ("bl_release", Role.FIN, {"A:payment_tick"}),
    ("customs_declaration", Role.DOC, {"R", "U:check"}),
    ("customs_declaration", Role.LOG, {"C", "R", "U"}),
    ("receipt", Role.FIN, {"C", "R", "U"}),
    ("receipt", Role.SSR, {"R:team"}),
    ("receipt", Role.SR, {"R:own"}),
    ("fx_deal", Role.MGR, {"A"}),
    ("vat_refund", Role.FIN, {"C", "R", "U", "A"}),
    ("vat_refund", Role.PUR, {"C:invoice"}),
    ("change_request", Role.SSR, {"C", "R", "A:L1"}),
    ("exception", Role.ADM, {"C:I2", "R:I2"}),
    ("knowledge", Role.LOG, {"C", "R"}),
    ("kpi", Role.PUR, {"R:own"}),
    ("config", Role.MGR, {"C", "R", "U"}),
    ("config", Role.ADM, {"R:technical"}),
    ("users", Role.ADM, {"C", "R", "U"}),
    ("users", Role.FIN, set()),
    ("audit_log", Role.ADM, {"R:no_business_data"}),
]


@pytest.mark.parametrize(("thing", "role", "rights"), CELLS)
def test_each_cell_of_the_object_table_is_as_written(thing: str, role: Role, rights: set[str]):
    assert object_rights([role], thing, permissions=TABLES) == rights


FIELD_CELLS = [
    ("purchase_cost", Role.PUR, "E:purchase"),
    ("purchase_cost", Role.SSR, "V:team"),
    ("purchase_cost", Role.SR, "M:floor_price"),
    ("margin", Role.SR, "M:traffic_light"),
    ("margin", Role.DOC, "H"),
    ("sales_price", Role.MGR, "E"),
    ("sales_price", Role.SR, "E:own"),
    ("sales_price", Role.PRD, "H"),
    ("sales_price", Role.LOG, "M:insured_declared_value"),
    ("commission", Role.FIN, "E"),
    ("freight", Role.LOG, "E"),
    ("freight", Role.QC, "H"),
    ("buyer_contacts", Role.MR, "M"),
    ("buyer_contacts", Role.PRD, "H:buyer_code"),
    ("supplier_identity", Role.PUR, "E"),
    ("bank_accounts", Role.FIN, "E"),
    ("bank_accounts", Role.SSR, "M:last_4"),
    ("credit_limit", Role.FIN, "E"),
    ("credit_limit", Role.CS, "M:colour"),
    ("fx_rates", Role.SR, "V:rate"),
    ("vat_refund", Role.PUR, "M:invoice"),
    ("letter_of_credit_text", Role.DOC, "E"),
    ("letter_of_credit_text", Role.SR, "V:own"),
    ("technical_spec", Role.FIN, "H"),
    ("qc_defects", Role.QC, "E"),
    ("compensation", Role.MGR, "A"),
]


@pytest.mark.parametrize(("group", "role", "cell"), FIELD_CELLS)
def test_each_cell_of_the_field_table_is_as_written(group: str, role: Role, cell: str):
    assert TABLES.field_groups[group][role] == cell


def test_tables_name_only_nouns_and_fields_that_exist():
    for entity, rule in TABLES.entities.items():
        kind = ENTITIES[entity.partition(":")[0]]
        assert set(rule.fields) <= set(kind.__struct_fields__)
        for field in rule.fields.values():
            assert not field.group or field.group in TABLES.field_groups
            assert all(thing.partition(":")[0] in TABLES.objects for thing in field.objects)


def test_every_noun_has_a_rule():
    assert {entity.partition(":")[0] for entity in TABLES.entities} == set(ENTITIES)


def test_a_right_splits_into_letter_and_qualifier():
    assert grant("U:own").scope == "own"
    assert grant("A:L3").level == 3
    assert grant("U:credit").part == "credit"


def test_several_roles_have_the_union_of_rights():
    rights = object_rights([Role.SR, Role.FIN], "partner_buyer", permissions=TABLES)
    assert rights == {"C:own", "U:own", "R", "U:credit"}


def test_own_right_reaches_only_own_rows():
    actor = an_actor(Role.SR)
    assert may_do(actor, "order", "U", permissions=TABLES, owner_id=ME) is None
    refusal = may_do(actor, "order", "U", permissions=TABLES, owner_id=OTHER)
    assert refusal is not None
    assert (refusal.code, refusal.kind) == ("not_permitted", "denied")
    assert refusal.facts == {"object": "order", "right": "U", "roles": "MGR,SSR,SR"}


def test_a_row_without_owner_is_made_but_not_changed_with_an_own_right():
    actor = an_actor(Role.SR)
    assert may_do(actor, "order", "C", permissions=TABLES) is None
    assert may_do(actor, "order", "U", permissions=TABLES) is not None


def test_supervisor_changes_orders_of_his_team_only():
    actor = an_actor(Role.SSR, team="north")
    assert may_do(actor, "order", "U", permissions=TABLES, owner_id=OTHER, team="north") is None
    assert may_do(actor, "order", "U", permissions=TABLES, owner_id=OTHER, team="south")
    assert may_do(actor, "order", "U", permissions=TABLES, owner_id=ME, team="south") is None


def test_approval_needs_the_level():
    asked = {"thing": "bl_release", "letter": "A", "permissions": TABLES}
    assert may_do(an_actor(Role.MGR, level=2), **asked) is not None
    assert may_do(an_actor(Role.MGR, level=3), **asked) is None


def test_a_part_of_a_thing_does_not_give_the_whole():
    manager = an_actor(Role.MGR)
    assert may_do(manager, "documents:waiver", "A", permissions=TABLES) is None
    assert may_do(manager, "documents", "A", permissions=TABLES) is not None


def test_who_reads_a_part_reads_the_thing():
    assert may_do(an_actor(Role.QC), "order", "R", permissions=TABLES) is None
    assert may_do(an_actor(Role.ADM), "order", "R", permissions=TABLES) is not None


def test_price_is_edited_by_its_group():
    asked = {"entity": "order_lines", "fields": ["unit_price"], "permissions": TABLES}
    assert may_edit_fields(an_actor(Role.MGR), **asked) is None
    assert may_edit_fields(an_actor(Role.SR), **asked, owner_id=ME) is None
    for role in (Role.SR, Role.DOC, Role.FIN, Role.GM):
        refusal = may_edit_fields(an_actor(role), **asked, owner_id=OTHER)
        assert refusal is not None
        assert refusal.code == "field_not_permitted"
        assert refusal.facts == {
            "field": "unit_price",
            "group": "sales_price",
            "roles": "MGR,SSR,SR",
        }


def test_one_forbidden_field_refuses_all():
    refusal = may_edit_fields(
        an_actor(Role.DOC), "shipments", ["eta", "freight"], permissions=TABLES
    )
    assert refusal is not None
    assert refusal.facts["field"] == "freight"


def test_price_group_reaches_only_the_own_team():
    asked = {"entity": "order_lines", "fields": ["unit_price"], "permissions": TABLES}
    assert may_edit_fields(an_actor(Role.SSR), **asked, owner_id=OTHER, team="north") is None
    assert may_edit_fields(an_actor(Role.SSR), **asked, owner_id=OTHER, team="south") is not None


def test_margin_is_written_by_who_updates_the_costing():
    asked = {"entity": "orders", "fields": ["costing_margin_percent"], "permissions": TABLES}
    assert may_edit_fields(an_actor(Role.FIN), **asked) is None
    assert may_edit_fields(an_actor(Role.SR), **asked, owner_id=ME) is not None
    assert may_edit_fields(an_actor(Role.LOG), **asked) is not None


@pytest.mark.parametrize("role", [Role.PRD, Role.PUR, Role.SR])
def test_inspection_result_is_not_written_by_makers_or_sellers(role: Role):
    asked = {"entity": "shipments", "fields": ["inspection"], "permissions": TABLES}
    assert may_edit_fields(an_actor(Role.QC), **asked) is None
    refusal = may_edit_fields(an_actor(role, Role.QC), **asked, owner_id=ME)
    assert refusal is not None
    assert refusal.code == "duty_separated"
    assert refusal.facts["roles"] == "QC"


def test_only_finance_confirms_a_receipt():
    asked = {"entity": "receipts", "fields": ["confirmed_on"], "permissions": TABLES}
    assert may_edit_fields(an_actor(Role.FIN), **asked) is None
    for role in set(Role) - {Role.FIN}:
        refusal = may_edit_fields(an_actor(role, level=4), **asked, owner_id=ME, team="north")
        assert refusal is not None
        assert refusal.facts["roles"] == "FIN"


def test_credit_limit_of_a_buyer_is_finance_work():
    asked = {"entity": "partners:buyer", "permissions": TABLES}
    assert may_edit_fields(an_actor(Role.FIN), fields=["credit_limit"], **asked) is None
    assert may_edit_fields(an_actor(Role.FIN), fields=["name"], **asked) is not None
    assert may_edit_fields(an_actor(Role.MGR), fields=["credit_limit"], **asked) is not None


def test_a_firm_of_several_kinds_is_changed_by_whoever_may_change_one():
    fields = ["name"]
    both = "partners:buyer,supplier"
    assert may_edit_fields(an_actor(Role.PUR), both, fields, permissions=TABLES) is None
    assert may_edit_fields(an_actor(Role.MGR), both, fields, permissions=TABLES) is None
    assert may_edit_fields(an_actor(Role.QC), both, fields, permissions=TABLES) is not None
    assert may_edit_fields(an_actor(Role.PUR), "partners:buyer", fields, permissions=TABLES)


def test_purchasing_fills_in_the_vat_invoice_but_not_the_refund():
    actor = an_actor(Role.PUR)
    invoice, refund = ["vat_invoice_on"], ["refund_amount"]
    assert may_edit_fields(actor, "declarations", invoice, permissions=TABLES) is None
    assert may_edit_fields(actor, "declarations", refund, permissions=TABLES) is not None


def test_whoever_reads_the_order_works_on_its_tasks():
    for noun in ("tasks", "comments", "attachments", "answers", "nodes"):
        assert may_create(an_actor(Role.PRD), noun, ["note"], permissions=TABLES) is None
        assert may_edit_fields(an_actor(Role.CS), noun, ["note"], permissions=TABLES) is None
        assert may_create(an_actor(Role.ADM), noun, ["note"], permissions=TABLES) is not None


def test_sales_make_orders_and_others_do_not():
    fields = ["buyer_id", "goods"]
    assert may_create(an_actor(Role.SR), "orders", fields, permissions=TABLES, owner_id=ME) is None
    assert may_create(an_actor(Role.SSR), "orders", fields, permissions=TABLES) is None
    refusal = may_create(an_actor(Role.DOC), "orders", fields, permissions=TABLES)
    assert refusal is not None
    assert refusal.facts == {"object": "order", "right": "C", "roles": "SSR,SR"}
    assert may_create(an_actor(Role.SR), "orders", fields, permissions=TABLES, owner_id=OTHER)


def test_marketing_registers_an_inquiry():
    assert may_create(an_actor(Role.MKT), "orders", ["goods"], permissions=TABLES) is None
    edit = may_edit_fields(an_actor(Role.MKT), "orders", ["goods"], permissions=TABLES)
    assert edit is not None


def test_a_new_row_does_not_carry_a_field_its_maker_may_not_write():
    refusal = may_create(
        an_actor(Role.SR), "orders", ["goods", "progress_percent"], permissions=TABLES, owner_id=ME
    )
    assert refusal is not None
    assert refusal.facts["field"] == "progress_percent"


def test_nobody_writes_history():
    for role in Role:
        actor = an_actor(role, level=4)
        assert may_create(actor, "history", [], permissions=TABLES) is not None
        assert may_edit_fields(actor, "history", ["new"], permissions=TABLES) is not None


def test_hidden_fields_are_those_no_role_may_receive():
    assert hidden_fields([Role.PRD], "order_lines", permissions=TABLES) == {"unit_price"}
    assert hidden_fields([Role.PRD, Role.SR], "order_lines", permissions=TABLES) == frozenset()
    hidden = hidden_fields([Role.QC], "shipments", permissions=TABLES)
    assert {"freight", "invoice_amount"} <= hidden
    assert "eta" not in hidden


@pytest.mark.parametrize(
    ("role", "sight"),
    [(Role.LOG, "M"), (Role.DOC, "V"), (Role.MGR, "E"), (Role.QC, "H"), (Role.ADM, "H")],
)
def test_price_is_seen_as_the_field_table_says(role: Role, sight: str):
    assert sight_of([role], "order_lines", "unit_price", permissions=TABLES) == sight


def test_nobody_without_roles_may_anything():
    actor = an_actor()
    for thing in TABLES.objects:
        assert may_do(actor, thing, "R", permissions=TABLES) is not None


def test_a_product_has_no_owner_and_is_made_by_sales():
    assert may_create(an_actor(Role.SR), "products", ["code"], permissions=TABLES) is None
    weight = ["gross_weight_kg"]
    assert may_edit_fields(an_actor(Role.LOG), "products", weight, permissions=TABLES) is None
    assert may_edit_fields(an_actor(Role.LOG), "products", ["code"], permissions=TABLES) is not None


def test_a_firm_of_a_kind_nobody_knows_is_judged_as_a_buyer():
    name = ["name"]
    assert may_edit_fields(an_actor(Role.MGR), "partners:agent", name, permissions=TABLES) is None
    assert may_edit_fields(an_actor(Role.PUR), "partners:agent", name, permissions=TABLES)
