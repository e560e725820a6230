"""The SCMS export: what its lines become, what is rejected, and the whole real file."""

import csv
import os
import re
from collections import Counter, defaultdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from sync.client.imports.report import ImportedOrder, Rejected
from sync.client.imports.scms import read_scms
from sync.client.imports.scms_lines import COLUMNS
from sync.domain.entities import ENTITIES
from sync.domain.records import record
from sync.domain.refusals import Refused
from sync.domain.values import check_fields

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("GENDAN_SHARED_DATA", ROOT.parent / "shared" / "data"))
EXPORT = DATA / "orders" / "scms_before_2014.csv"
OWNER = "0" * 32

LINE = dict(
    zip(
        COLUMNS,
        [
            *("7", "100-CI-T01", "FPQ-9", "SCMS-4", "ASN-8", "Côte d'Ivoire", "PMO - US"),
            *("Direct Drop", "EXW", "Air", "03-10-2011", "11/21/2011", "02-Dec-11", "05-Dec-11"),
            *("06-Dec-11", "HRDT", "HIV test", "Vendor A", "Kit, 30 Tests", "Brand", "N/A"),
            *("Test kit", "30", "19", "551", "29", "Site 1", "13", "780.34", "1.5"),
        ],
        strict=True,
    )
)


def line(**changes):
    """Return a line of the export; keys are the columns' first words, joined."""
    names = {re.sub(r"\W+", "_", column.lower()).strip("_"): column for column in COLUMNS}
    return {**LINE, **{names[key]: value for key, value in changes.items()}}


def write(path, lines):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(lines)
    return path


@pytest.fixture
def imported(tmp_path):
    """Return what a file of these lines comes to: orders and rejected lines."""

    def read(*lines):
        found = list(read_scms(write(tmp_path / "scms.csv", lines), owner_id=OWNER))
        orders = [item for item in found if isinstance(item, ImportedOrder)]
        return orders, [item for item in found if isinstance(item, Rejected)]

    return read


def test_a_line_becomes_an_order_with_everything_it_needs(imported):
    (order,), bad = imported(line())
    assert bad == []
    rows = order.rows
    assert order.source == "scms:SCMS-4"
    (head,) = rows["orders"]
    assert (head["order_no"], head["state"], head["incoterm"]) == ("SCMS-4", "closed", "EXW")
    assert (head["quoted_on"], head["closed_at"]) == ("2011-03-10", "2011-12-06T04:00:00Z")
    buyer, supplier = rows["partners"]
    assert (buyer["country"], buyer["name_zh"]) == ("CI", "科特迪瓦项目 100-CI")
    assert (supplier["name"], supplier["note"]) == ("Vendor A", "Site 1")
    (item,) = rows["order_lines"]
    assert (item["quantity"], item["unit_price"], item["note"]) == ("19", "29", "Site 1")
    assert (item["supplier_id"], item["need_on"]) == (supplier["id"], "2011-12-02")
    (shipment,) = rows["shipments"]
    assert (shipment["eta"], shipment["delivered_on"]) == ("2011-12-02", "2011-12-05")
    assert (shipment["gross_weight_kg"], shipment["freight"]) == ("13", "780.34")
    assert (shipment["insurance_premium"], shipment["invoice_amount"]) == ("1.5", "551")


def test_dates_finish_the_nodes_they_tell_of(imported):
    (order,), _ = imported(line())
    finished = {row["node"]: row["finished_at"] for row in order.rows["nodes"]}
    assert finished == {
        "N02": "2011-03-10T04:00:00Z",
        "N09": "2011-11-21T04:00:00Z",
        "N15": "2011-12-05T04:00:00Z",
        "N23": "2011-12-06T04:00:00Z",
    }
    subjects = {row["node"]: row["subject_id"] for row in order.rows["nodes"]}
    assert subjects["N15"] == order.rows["shipments"][0]["id"]
    assert subjects["N02"] == order.rows["orders"][0]["id"]


def test_words_in_date_columns_leave_the_step_out(imported):
    (order,), bad = imported(
        line(
            pq_first_sent_to_client_date="Pre-PQ Process",
            po_sent_to_vendor_date="Date Not Captured",
        )
    )
    assert bad == []
    assert {row["node"] for row in order.rows["nodes"]} == {"N15", "N23"}


def test_goods_from_stock_were_not_bought_and_go_delivered_at_place(imported):
    (order,), _ = imported(
        line(
            fulfill_via="From RDC",
            vendor_inco_term="N/A - From RDC",
            po_sent_to_vendor_date="N/A - From RDC",
            vendor="SCMS from RDC",
        )
    )
    (head,) = order.rows["orders"]
    assert (head["incoterm"], head["supply_mode"]) == ("DAP", "OWN")
    assert "N/A - From RDC" in str(head["note"])
    assert order.rows["partners"][1]["note"] == ""


def test_the_retired_incoterm_is_kept(imported):
    (order,), _ = imported(line(vendor_inco_term="DDU"))
    assert order.rows["orders"][0]["incoterm"] == "DDU"


@pytest.mark.parametrize(
    ("words", "mode"), [("Air Charter", "AIR"), ("Truck", "ROAD"), ("Ocean", "SEA"), ("N/A", "")]
)
def test_modes_become_ours(imported, words, mode):
    (order,), _ = imported(line(shipment_mode=words))
    assert order.rows["shipments"][0]["mode"] == mode


def test_a_weight_that_another_line_carries_counts_once(imported):
    see = {"weight_kilograms": "See ASN-8 (ID#:7)", "freight_cost_usd": "See ASN-8 (ID#:7)"}
    (order,), _ = imported(line(), line(id="8", **see))
    (shipment,) = order.rows["shipments"]
    assert (shipment["gross_weight_kg"], shipment["freight"]) == ("13", "780.34")
    assert [row["gross_weight_kg"] for row in order.rows["shipment_lines"]] == [None, None]


@pytest.mark.parametrize("weight", ["Weight Captured Separately", "See ASN-8 (ID#:99)"])
def test_a_weight_that_is_not_known_leaves_the_sum_empty(imported, weight):
    (order,), bad = imported(line(), line(id="8", weight_kilograms=weight))
    assert bad == []
    assert order.rows["shipments"][0]["gross_weight_kg"] is None
    assert order.rows["shipment_lines"][0]["gross_weight_kg"] == "13"


def test_freight_in_words_stays_in_the_note(imported):
    words = "Freight Included in Commodity Cost"
    (order,), _ = imported(line(freight_cost_usd=words, line_item_insurance_usd=""))
    (shipment,) = order.rows["shipments"]
    assert (shipment["freight"], shipment["insurance_premium"]) == (None, None)
    assert words in str(shipment["note"])


def test_an_order_with_a_line_under_way_is_open_and_its_shipment_not_delivered(imported):
    under_way = {"delivered_to_client_date": "N/A", "delivery_recorded_date": "N/A"}
    (order,), _ = imported(line(), line(id="8", asn_dn="ASN-9", **under_way))
    assert order.rows["orders"][0]["state"] == "open"
    delivered = [row["delivered_on"] for row in order.rows["shipments"]]
    assert delivered == ["2011-12-05", None]
    assert {row["node"] for row in order.rows["nodes"]} == {"N02", "N09", "N15"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"line_item_quantity": "many"}, "import_number_not_valid"),
        ({"line_item_quantity": "0"}, "import_quantity_not_positive"),
        ({"line_item_value": "-5"}, "import_number_negative"),
        ({"pack_price": "NaN"}, "import_number_not_valid"),
        ({"weight_kilograms": "heavy"}, "import_number_not_valid"),
        ({"country": "Atlantis"}, "import_country_unknown"),
        ({"country": ""}, "import_cell_empty"),
        ({"vendor_inco_term": "XYZ"}, "import_incoterm_unknown"),
        ({"shipment_mode": "Camel"}, "import_mode_unknown"),
        ({"fulfill_via": "By hand"}, "import_choice_unknown"),
        ({"delivered_to_client_date": "32-Jan-12"}, "import_date_not_valid"),
        ({"delivered_to_client_date": "soon"}, "import_date_not_valid"),
        ({"id": "x"}, "import_number_not_valid"),
        ({"po_so": ""}, "import_cell_empty"),
        ({"item_description": "a\x07b"}, "import_cell_characters"),
        (
            dict.fromkeys(
                (
                    *("pq_first_sent_to_client_date", "po_sent_to_vendor_date"),
                    *("scheduled_delivery_date", "delivered_to_client_date"),
                    "delivery_recorded_date",
                ),
                "Date Not Captured",
            ),
            "import_date_absent",
        ),
    ],
)
def test_a_line_that_cannot_be_used_is_reported_and_stops_nothing(imported, changes, code):
    orders, bad = imported(line(id="1"), line(**{"id": "2", **changes}), line(id="3"))
    assert [(entry.line, entry.code) for entry in bad] == [(3, code)]
    assert [row["source"] for row in orders[0].rows["order_lines"]] == ["scms:1", "scms:3"]


def test_a_doubled_id_is_rejected_with_the_line_it_repeats(imported):
    _, (double,) = imported(line(), line(po_so="SCMS-5"))
    assert (double.code, double.facts["first"]) == ("import_row_double", 2)


def test_a_line_that_contradicts_its_order_is_rejected(imported):
    orders, (odd,) = imported(line(), line(id="8", country="Vietnam"))
    assert (odd.code, odd.column) == ("import_order_differs", "Country")
    assert odd.cells == tuple(line(id="8", country="Vietnam").values())
    assert len(orders[0].rows["order_lines"]) == 1


def test_another_table_is_no_export(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(Refused) as caught:
        read_scms(path, owner_id=OWNER)
    assert caught.value.refusal.code == "import_heading_missing"


def test_progress_rises_to_the_number_of_lines(tmp_path):
    lines = [line(id=str(n), po_so=f"SCMS-{n}") for n in range(5)] + [line(id="9", country="?")]
    seen = []
    path = write(tmp_path / "scms.csv", lines)
    list(read_scms(path, owner_id=OWNER, on_progress=lambda *p: seen.append(p)))
    assert [total for _, total in seen] == [6] * len(seen)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (6, 6)


# The real export, against figures that plain csv gives.

needs_export = pytest.mark.skipif(not EXPORT.exists(), reason=f"no export at {EXPORT}")


@pytest.fixture(scope="module")
def real():
    return list(read_scms(EXPORT, owner_id=OWNER))


@pytest.fixture(scope="module")
def table():
    with EXPORT.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(real, noun):
    found = {}
    for order in real:
        for row in order.rows[noun]:
            assert found.setdefault(row["id"], row) == row, "one id, two rows"
    return found


@needs_export
def test_every_line_of_the_real_export_is_imported(real, table):
    assert all(isinstance(item, ImportedOrder) for item in real)
    assert sorted(n for order in real for n in order.lines) == list(range(2, len(table) + 2))
    assert len(real) == len({row["PO / SO #"] for row in table}) == 4965
    assert len(rows_of(real, "order_lines")) == len(table) == 7779
    assert len(rows_of(real, "shipments")) == len({row["ASN/DN #"] for row in table}) == 5551
    products = {(row["Item Description"], row["Brand"]) for row in table}
    assert len(rows_of(real, "products")) == len(products)
    vendors = {row["Vendor"] for row in table}
    programmes = {row["Project Code"].rsplit("-", 1)[0] for row in table}
    assert len(rows_of(real, "partners")) == len(vendors) + len(programmes)


@needs_export
def test_every_row_of_the_real_export_is_one_that_a_column_can_hold(real):
    for noun in ("partners", "products", "orders", "order_lines", "shipments", "nodes"):
        for row in rows_of(real, noun).values():
            assert check_fields(noun, row) == row
            record(ENTITIES[noun], row)


@needs_export
def test_amounts_weights_and_dates_of_the_real_export_are_exact(real, table):
    value, weight, days = defaultdict(Decimal), defaultdict(Decimal), {}
    unknown = set()
    for row in table:
        shipment = row["ASN/DN #"]
        value[shipment] += Decimal(row["Line Item Value"])
        days[shipment] = datetime.strptime(
            row["Delivered to Client Date"] + "+0000", "%d-%b-%y%z"
        ).date()
        if row["Weight (Kilograms)"].isdigit():
            weight[shipment] += int(row["Weight (Kilograms)"])
        elif row["Weight (Kilograms)"] == "Weight Captured Separately":
            unknown.add(shipment)
    for row in rows_of(real, "shipments").values():
        shipment = str(row["source"]).removeprefix("scms:")
        assert Decimal(str(row["invoice_amount"])) == value[shipment]
        assert row["delivered_on"] == days[shipment].isoformat()
        known = None if shipment in unknown else weight[shipment]
        assert row["gross_weight_kg"] == (None if known is None else str(known))


@needs_export
def test_terms_nodes_and_countries_of_the_real_export_are_complete(real, table):
    orders = {row["PO / SO #"]: row for row in table}.values()
    found = Counter(row["incoterm"] for row in rows_of(real, "orders").values())
    stated = Counter(row["Vendor INCO Term"] for row in orders)
    stated["DAP"] += stated.pop("N/A - From RDC")
    assert found == stated
    nodes = Counter(row["node"] for row in rows_of(real, "nodes").values())
    assert nodes["N02"] == sum(row["PQ First Sent to Client Date"][0].isdigit() for row in orders)
    assert nodes["N09"] == sum(row["PO Sent to Vendor Date"][0].isdigit() for row in orders)
    assert (nodes["N15"], nodes["N23"]) == (5551, 4965)
    countries = {row.get("country") for row in rows_of(real, "partners").values()} - {None, ""}
    assert len(countries) == len({row["Country"] for row in table}) == 40


@needs_export
def test_reading_the_real_export_again_gives_the_same_rows(real):
    assert list(read_scms(EXPORT, owner_id=OWNER)) == real
