"""The process as data: complete, sound, and free of rings under every combination of terms."""

import itertools
from collections import Counter

import msgspec
import pytest

from sync.domain.conditions import Circumstances, Condition, Flag, holds, parts
from sync.domain.orders import Incoterm, PaymentTerm, SupplyMode
from sync.domain.people import Role
from sync.domain.process import EdgeKind, Node, Process, Scope, active_edges, in_order, problems
from sync.store.process_files import process_of, processes

PROCESS = process_of(1)
NODES = {node.id: node for node in PROCESS.nodes}


def circumstances(**changes) -> Circumstances:
    terms = {
        "payment_term": PaymentTerm.TT_DB,
        "incoterm": Incoterm.FOB,
        "supply_mode": SupplyMode.OWN,
    }
    return Circumstances(**{**terms, **changes})


def applying(**changes) -> set[str]:
    held = circumstances(**changes)
    return {node.id for node in PROCESS.nodes if holds(node.applies, held)}


def replaced(**changes) -> Process:
    return msgspec.structs.replace(PROCESS, **changes)


def test_the_data_hold_together():
    assert problems(PROCESS) == ()


def test_everything_of_the_process_is_there():
    items = [item for node in PROCESS.nodes for item in node.items]
    exceptions = [path for node in PROCESS.nodes for path in node.exceptions]
    counts = (len(PROCESS.nodes), len(items), len(PROCESS.edges), len(PROCESS.gates))
    assert counts == (24, 180, 46, 11)
    assert len(exceptions) == 67
    assert [len(phase.nodes) for phase in PROCESS.phases] == [4, 3, 3, 4, 3, 3, 4]


def test_items_carry_the_flags_of_the_checklists():
    items = {item.id: item for node in PROCESS.nodes for item in node.items}
    credited = items["N05-03"]
    assert credited.is_blocking
    assert credited.is_mandatory
    assert credited.needs_attachment
    assert credited.is_unwaivable
    assert credited.by == (Role.FIN,)
    assert items["N04-03"].by == (Role.PRD, Role.PUR)
    assert not items["N05-02"].is_mandatory
    assert not items["N01-02"].is_blocking


def test_blocking_implies_mandatory():
    for node in PROCESS.nodes:
        assert all(item.is_mandatory for item in node.items if item.is_blocking)


def test_every_node_has_an_owner_who_is_in_its_raci():
    for node in PROCESS.nodes:
        assert node.owner in node.raci.responsible
        assert node.raci.accountable


def test_nodes_belong_where_the_goods_papers_and_money_are():
    scopes = Counter(node.scope for node in PROCESS.nodes)
    assert scopes == {Scope.ORDER: 12, Scope.SHIPMENT: 10, Scope.RECEIPT: 1, Scope.DECLARATION: 1}


def test_edges_are_of_the_four_kinds():
    kinds = Counter(edge.kind for edge in PROCESS.edges)
    assert kinds == {EdgeKind.FS: 38, EdgeKind.FF: 5, EdgeKind.EVENT: 2, EdgeKind.SOFT: 1}


@pytest.mark.parametrize("term", list(PaymentTerm))
def test_payment_terms_choose_between_money_first_and_papers_first(term):
    edges = {(edge.start, edge.end) for edge in active_edges(PROCESS, term)}
    is_transfer = term in (PaymentTerm.TT_DB, PaymentTerm.TT_100)
    assert (("N20", "N19") in edges) == is_transfer
    assert (("N16", "N20") in edges) == is_transfer
    assert (("N19", "N20") in edges) != is_transfer


@pytest.mark.parametrize("term", list(PaymentTerm))
def test_each_node_follows_all_it_waits_for(term):
    places = {node.id: place for place, node in enumerate(in_order(PROCESS, term))}
    assert len(places) == 24
    for edge in active_edges(PROCESS, term):
        assert places[edge.start] < places[edge.end]


def outcomes(node: Node, held: Circumstances) -> list[bool]:
    """Return whether the node applies, for every choice of the flags it asks about."""
    names = sorted({p.flag or p.question for p in parts(node.applies)} - {""})
    found = set()
    for choice in itertools.product((True, False), repeat=len(names)):
        yes = frozenset(name for name, on in zip(names, choice, strict=True) if on)
        found.add(bool(holds(node.applies, msgspec.structs.replace(held, yes=yes))))
    return sorted(found)


def test_no_combination_of_terms_and_flags_makes_a_ring():
    """Every set of nodes that can apply, under every payment term, Incoterm and supply mode."""
    seen = set()
    for term, rule, mode in itertools.product(PaymentTerm, Incoterm, SupplyMode):
        held = circumstances(payment_term=term, incoterm=rule, supply_mode=mode)
        choices = [outcomes(node, held) for node in PROCESS.nodes]
        for choice in itertools.product(*choices):
            seen.add((term, choice))
    assert len(seen) > 1000
    for term, choice in seen:
        pairs = zip(PROCESS.nodes, choice, strict=True)
        assert_no_ring(term, frozenset(node.id for node, on in pairs if on))


def assert_no_ring(term: PaymentTerm, applies: frozenset[str]) -> None:
    after: dict[str, set[str]] = {}
    for node in in_order(PROCESS, term):
        before = {e.start for e in active_edges(PROCESS, term) if e.end == node.id}
        reached = set().union(*(after[start] | ({start} & applies) for start in before))
        assert node.id not in reached
        after[node.id] = reached
    assert {"N01", "N02", "N04", "N08", "N10"} <= after["N24"]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("TT_DB", {"N05"}),
        ("TT_100", {"N05"}),
        ("LC_S", {"N06"}),
        ("LC_U", {"N06"}),
        ("DP", {"N07"}),
        ("DA", {"N07"}),
        ("OA", {"N07"}),
    ],
)
def test_each_payment_term_has_its_own_security(term, expected):
    found = applying(payment_term=PaymentTerm(term))
    assert found & {"N05", "N06", "N07"} == expected


def test_credit_needed_adds_the_limit_to_terms_where_it_is_optional():
    needed = frozenset({Flag.CREDIT_NEEDED})
    assert "N07" in applying(payment_term=PaymentTerm.TT_DB, yes=needed)
    assert "N07" not in applying(payment_term=PaymentTerm.TT_100, yes=needed)


@pytest.mark.parametrize("rule", list(Incoterm))
def test_insurance_is_ours_under_cif_and_cip_only_unless_we_chose_it(rule):
    assert ("N13" in applying(incoterm=rule)) == (rule in (Incoterm.CIF, Incoterm.CIP))
    assert "N13" in applying(incoterm=rule, yes=frozenset({Flag.INSURED}))


def test_own_risk_asks_whether_to_insure():
    asked = frozenset({"N13:insure_own_risk"})
    node = NODES["N13"]
    assert holds(node.applies, circumstances(incoterm=Incoterm.DAP, unknown=asked)) is None
    assert holds(node.applies, circumstances(incoterm=Incoterm.FOB, unknown=asked)) is False


def test_ex_works_has_no_declaration_or_bill_of_lading():
    assert not applying(incoterm=Incoterm.EXW) & {"N14", "N16"}
    cleared = frozenset({Flag.SELLER_CLEARS_EXPORT})
    assert "N14" in applying(incoterm=Incoterm.EXW, yes=cleared)


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ({}, True),
        ({"flag": "insured"}, True),
        ({"flag": "settled"}, None),
        ({"flag": "needs_sample"}, False),
        ({"not": {"flag": "insured"}}, False),
        ({"not": {"flag": "settled"}}, None),
        ({"all": [{"flag": "insured"}, {"flag": "settled"}]}, None),
        ({"all": [{"flag": "settled"}, {"flag": "needs_sample"}]}, False),
        ({"any": [{"flag": "settled"}, {"flag": "insured"}]}, True),
        ({"any": [{"flag": "settled"}, {"flag": "needs_sample"}]}, None),
        ({"any": [{"payment_term": ["OA"]}, {"incoterm": ["CIF"]}]}, False),
        ({"supply_mode": ["OWN", "MIXED"]}, True),
    ],
)
def test_conditions_know_yes_no_and_not_yet(condition, answer):
    held = circumstances(yes=frozenset({"insured"}), unknown=frozenset({"settled"}))
    assert holds(msgspec.convert(condition, Condition), held) is answer


def test_conditions_are_a_closed_language():
    for wrong in ({"flag": "made_up"}, {"eval": "1"}, {"incoterm": ["XYZ"]}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(wrong, Condition)


def test_mistakes_in_the_data_are_named():
    edge = PROCESS.edges[0]
    ring = msgspec.structs.replace(edge, start=edge.end, end=edge.start)
    lost = msgspec.structs.replace(edge, end="N99")
    assert any("wait for each other" in each for each in problems(with_edge(ring)))
    assert "unknown node N99" in problems(with_edge(lost))
    assert "phases do not hold every node once" in problems(replaced(phases=PROCESS.phases[1:]))
    twice = replaced(nodes=(*PROCESS.nodes, PROCESS.nodes[0]))
    assert "repeated id N01" in problems(twice)


def with_edge(edge) -> Process:
    return replaced(edges=(*PROCESS.edges, edge))


def test_two_tests_in_one_condition_are_a_mistake():
    both = Condition(flag=Flag.INSURED, incoterm=(Incoterm.CIF,))
    node = msgspec.structs.replace(PROCESS.nodes[0], applies=both)
    wrong = problems(replaced(nodes=(node, *PROCESS.nodes[1:])))
    assert "two tests in one condition of N01" in wrong


def test_an_unknown_version_falls_back_to_the_newest_before_it():
    newest = max(processes())
    assert process_of(newest + 5) is processes()[newest]
