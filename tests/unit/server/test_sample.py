"""The sample company is whole, plausible, and the same for the same seed."""

from collections import Counter
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from sync.actions.rules_of import load_rules
from sync.domain.early_warnings import Level
from sync.domain.entities import ENTITIES
from sync.domain.likeness import alike, likeness_of, mail_domain, pair_id
from sync.domain.nodes import NodeState
from sync.domain.orders import Incoterm, OrderState, PaymentTerm
from sync.domain.partners import Partner
from sync.domain.people import Role, roles_of
from sync.domain.process_versions import digest_of
from sync.domain.progress import gates_closed, node_states
from sync.domain.project_baselines import compared, newest
from sync.domain.projects import ProjectBaseline
from sync.domain.records import record, to_row
from sync.domain.scheduling import plan
from sync.domain.summaries import Ground, derive
from sync.domain.values import check_fields
from sync.server import administration, sample
from sync.server.sample_containers import check_digit
from sync.server.sample_papers import keep_papers
from sync.store import audit, feed, process_lists, rows
from sync.store.blobs import blobs_in
from sync.store.database import Database, Key, create_office_tables, open_file
from sync.store.facts import load_facts
from sync.store.warning_files import load_warning_settings

NOW = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
PASSWORD = "harbour lantern seven"


def made(folder: Path, *, seed: int = 7, orders: int = 400) -> Database:
    database = open_file(folder / "office.db", Key(bytes(range(32))))
    create_office_tables(database)
    wanted = sample.Wanted(seed=seed, now=NOW, password=PASSWORD, orders=orders)
    with database.write() as connection:
        sample.found_sample(connection, wanted)
    return database


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    database = made(tmp_path_factory.mktemp("office"))
    yield database
    database.close()


@pytest.fixture(scope="module")
def told(company):
    """Every order's facts, with the process and the calendars."""
    with company.read() as connection:
        ids = [str(row["id"]) for row in rows.all_rows(connection, "orders")]
        return list(load_facts(connection, ids)), load_rules(connection)


def _process(told):
    return told[1].process(told[1].newest_process)


def test_the_company_has_fourteen_people_over_all_roles(company):
    with company.read() as connection:
        people = administration.users(connection)
    assert len(people) == 14
    assert {role for user in people for role in roles_of(user)} == set(Role)
    assert sum(len(roles_of(user)) > 1 for user in people) >= 3
    assert len({user.name_zh for user in people}) == 14
    assert all(user.email.endswith(".example") for user in people)


def test_orders_are_in_every_state_under_every_term(told):
    found = told[0]
    assert len(found) == 400
    assert {facts.order.state for facts in found} == set(OrderState)
    assert {facts.order.payment_term for facts in found} == set(PaymentTerm)
    assert {facts.order.incoterm for facts in found} == set(Incoterm) - {Incoterm.DDU}
    assert {facts.order.transport_mode for facts in found} == {"SEA", "AIR"}
    assert any(len(facts.shipments) > 1 for facts in found)
    assert len({facts.order.order_no for facts in found}) == 400


def test_open_orders_stand_at_every_stretch_of_the_process(told):
    open_nodes = {
        node.node
        for facts in told[0]
        for node in facts.nodes
        if facts.order.state is OrderState.OPEN and node.finished_at is None
    }
    assert {"N02", "N04", "N08", "N10", "N11", "N12", "N14", "N18", "N20", "N23"} <= open_nodes


def test_a_finished_node_has_its_items_and_what_it_waits_for_and_open_gates(told):
    process, wrong = _process(told), []
    for facts in told[0]:
        done = {(n.subject_id, n.node) for n in facts.nodes if n.state is NodeState.DONE}
        for view in node_states(facts, process, today=NOW.date()):
            if (view.subject_id, view.node) in done:
                closed = gates_closed(facts, process, view.subject_id, view.node)
                if view.open_items or view.waits_for or view.finish_waits_for or closed:
                    wrong.append((facts.order.order_no, view.node, view.open_items, closed))
    assert wrong == []


def test_work_under_way_waits_for_nothing(told):
    process = _process(told)
    for facts in told[0]:
        begun = {(n.subject_id, n.node) for n in facts.nodes if n.finished_at is None}
        views = node_states(facts, process, today=NOW.date())
        assert all(not v.waits_for for v in views if (v.subject_id, v.node) in begun)


def test_a_closed_order_is_done_to_the_last_node(told):
    for facts in told[0]:
        if facts.order.state is OrderState.CLOSED:
            views = node_states(facts, _process(told), today=NOW.date())
            states = {view.state for view in views}
            assert states <= {NodeState.DONE, NodeState.NOT_APPLICABLE}, facts.order.order_no
            assert facts.order.closed_at is not None


def test_nothing_lies_in_the_future_and_nodes_end_after_they_began(told):
    for facts in told[0]:
        for node in facts.nodes:
            assert node.started_at is not None
            assert node.started_at <= (node.finished_at or NOW) <= NOW
        for file in facts.attachments:
            assert file.added_at is not None
            assert file.added_at <= NOW


def test_most_orders_are_quiet_and_each_level_is_met(told):
    ground = Ground(
        process=_process(told),
        calendars=told[1].calendars,
        settings=load_warning_settings(),
        now=NOW,
        today=NOW.date(),
    )
    open_orders = [facts for facts in told[0] if facts.order.state is OrderState.OPEN]
    levels = Counter(derive(facts, ground).summary.level for facts in open_orders)
    assert set(levels) == {"", *(level.value for level in Level)}
    assert levels[""] > 0.75 * len(open_orders)
    assert 2 <= levels["urgent"] <= 0.08 * len(open_orders)


def test_one_conflict_is_open_and_others_were_decided(company):
    with company.read() as connection:
        found = list(rows.all_rows(connection, "conflicts"))
        lines = {str(row["id"]): row for row in rows.all_rows(connection, "order_lines")}
    assert Counter(row["state"] for row in found) == {"open": 1, "decided": 3}
    assert all(row["other_id"] and row["author_id"] != row["other_id"] for row in found)
    assert all(row["row_id"] in lines for row in found)


def test_one_pair_of_buyers_may_be_one_and_no_other_two_firms_are_taken_for_one(company):
    with company.read() as connection:
        (pair,) = rows.all_rows(connection, "duplicates")
        firms = [record(Partner, row) for row in rows.all_rows(connection, "partners")]
        shared = [mail_domain(str(row["email"])) for row in rows.all_rows(connection, "contacts")]
    assert len(set(shared)) == len(shared), "no two firms share an address"
    found = [
        pair_id(one.id, other.id)
        for one, other in combinations(firms, 2)
        if alike(likeness_of(one), likeness_of(other))
    ]
    assert found == [pair["id"]]
    assert (pair["state"], pair["reasons"]) == ("open", "name")


def test_each_row_could_have_been_sent_by_a_desk(company):
    with company.read() as connection:
        for entity, kind in ENTITIES.items():
            for row in rows.all_rows(connection, entity):
                plain = {n: v for n, v in to_row(record(kind, row)).items() if v not in ("", None)}
                assert check_fields(entity, plain) == plain


def test_each_row_has_its_place_in_the_feed(company):
    with company.read() as connection:
        head = feed.meta(connection).head
        for entity in ENTITIES:
            assert not audit.unnoted(connection, entity).count
            assert not audit.noted_absent(connection, entity).count
            assert audit.newest(connection, entity) <= head


def test_a_draft_of_the_process_is_being_written_and_has_one_overlap(company):
    with company.read() as connection:
        (draft,) = process_lists.read_drafts(connection)
        design = process_lists.read_draft(connection, draft.id)
    assert (draft.state, design.misplaced) == ("open", ())
    assert len(design.changes) == 5
    assert [(each.gap, each.node) for each in design.findings] == [("overlap", "N12")]
    assert draft.digest == digest_of(design.process)


@pytest.mark.system("S63")
def test_some_orders_being_made_are_divided_and_differ_from_what_was_agreed(company, told):
    every, rules = told
    divided = [facts for facts in every if facts.projects]
    assert len(divided) >= 4
    with company.read() as connection:
        found = [record(ProjectBaseline, r) for r in rows.all_rows(connection, "project_baselines")]
    for facts in divided:
        own = [each for each in found if each.order_id == facts.order.id]
        network = plan(facts, _process(told), rules.calendars, NOW).network
        shifts = compared(newest(own), network, rules.calendars.company).shifts
        assert network.left_out == ()
        assert {each.number for each in own} == {1, 2}
        assert any(each.days > 0 for each in shifts)


def test_container_numbers_have_their_check_digit(told):
    found = [box.number for facts in told[0] for box in facts.containers]
    assert found
    assert all(check_digit(number[:10]) == int(number[10]) for number in found)
    assert check_digit("CSQU305438") == 3  # the standard's own example


def test_a_seed_gives_the_same_company_and_another_seed_another(tmp_path):
    names = []
    for number, seed in enumerate((1, 1, 2)):
        folder = tmp_path / str(number)
        folder.mkdir()
        database = made(folder, seed=seed, orders=12)
        with database.read() as connection:
            people = [user.login for user in administration.users(connection)]
            numbers = [
                (row["order_no"], row["goods"], row["id"])
                for row in rows.all_rows(connection, "orders")
            ]
        names.append((people, numbers))
        database.close()
    assert names[0] == names[1] != names[2]


def test_the_papers_of_the_sample_have_their_content(tmp_path):
    files = blobs_in(tmp_path / "files", b"k" * 32)
    database = open_file(tmp_path / "office.db", Key(bytes(range(32))))
    create_office_tables(database)
    wanted = sample.Wanted(seed=7, now=NOW, password=PASSWORD, orders=4, has_files=True)
    with database.write() as connection:
        sample.found_sample(connection, wanted)
        keep_papers(connection, files, now=NOW)
        papers = list(rows.all_rows(connection, "attachments"))
    database.close()
    assert papers
    for paper in papers:
        assert paper["stored_at"] == paper["added_at"]
        assert files.is_sound(paper["sha256"], paper["size_bytes"])
