"""What lists show of orders is kept until it is stale, then computed anew."""

from sync.actions import derived as keeping
from sync.domain.summaries import OrderSummary
from sync.store import derived
from tests.builders import NOW, TODAY, an_order, desk_database, put_records, the_rules


def test_a_stale_summary_still_reads_and_is_computed_anew(tmp_path):
    order, database = an_order(), desk_database(tmp_path)
    with database.write() as connection:
        put_records(connection, [order])
        keeping.refresh(connection, [order.id], rules=the_rules(), now=NOW)
        derived.mark_stale(connection, [order.id])
    with database.read() as connection:
        assert [summary.id for summary in derived.everything(connection, OrderSummary)] == [
            order.id
        ]
        assert derived.stale(connection, TODAY.isoformat()) == [order.id]
    database.close()
