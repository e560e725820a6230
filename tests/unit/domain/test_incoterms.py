"""Incoterms 2020: duties and hints."""

from decimal import Decimal

import pytest

from sync.domain.incoterms import RULES, Insurance, hints
from sync.domain.orders import Incoterm, Order


def order(rule: Incoterm, **fields) -> Order:
    values = {"named_place": "Hamburg", **fields}
    return Order(id="o", buyer_id="b", owner_id="u", incoterm=rule, **values)


def test_every_rule_is_described():
    assert set(RULES) == set(Incoterm)
    assert [rule for rule, duty in RULES.items() if duty.is_retired] == [Incoterm.DDU]


def test_e_and_f_rules_collect_freight_and_c_and_d_rules_prepay():
    collect = {rule for rule, duty in RULES.items() if duty.freight == "COLLECT"}
    assert collect == {Incoterm.EXW, Incoterm.FCA, Incoterm.FAS, Incoterm.FOB}


def test_only_four_rules_are_for_the_sea():
    sea = {rule for rule, duty in RULES.items() if duty.sea_only}
    assert sea == {Incoterm.FAS, Incoterm.FOB, Incoterm.CFR, Incoterm.CIF}


def test_only_cif_and_cip_oblige_the_seller_to_insure():
    must = {rule for rule, duty in RULES.items() if duty.insurance is Insurance.SELLER}
    assert must == {Incoterm.CIF, Incoterm.CIP}


def test_export_is_cleared_by_the_seller_but_for_ex_works_and_import_only_under_ddp():
    assert [r for r, duty in RULES.items() if not duty.seller_clears_export] == [Incoterm.EXW]
    assert [r for r, duty in RULES.items() if duty.seller_clears_import] == [Incoterm.DDP]


@pytest.mark.parametrize(
    ("found", "in_containers", "codes"),
    [
        (order(Incoterm.FOB), True, ("incoterm_sea_rule_in_containers",)),
        (order(Incoterm.FOB), False, ()),
        (order(Incoterm.FOB, transport_mode="AIR"), False, ("incoterm_sea_rule_other_mode",)),
        (order(Incoterm.FCA), True, ()),
        (order(Incoterm.EXW, refund_rate=Decimal(13)), False, ("incoterm_exw_refund",)),
        (order(Incoterm.EXW, refund_rate=Decimal(0)), False, ()),
        (order(Incoterm.DDP), False, ("incoterm_import_registration",)),
        (order(Incoterm.DDU), False, ("incoterm_retired",)),
        (order(Incoterm.FCA, named_place=""), False, ("incoterm_place_missing",)),
    ],
)
def test_hints_point_out_what_a_rule_brings(found, in_containers, codes):
    assert hints(found, in_containers=in_containers) == codes
