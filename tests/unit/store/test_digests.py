"""Two copies are compared by sums of their rows."""

from sync.store import rows
from sync.store.digests import digests, row_digests
from tests.builders import a_line, an_order, desk_database, put_records


def test_equal_rows_have_equal_sums_and_one_field_changes_only_its_noun(tmp_path):
    order, line = an_order(), a_line()
    found = []
    for name, price in (("one", "3.10"), ("two", "3.10"), ("three", "3.11")):
        folder = tmp_path / name
        folder.mkdir()
        database = desk_database(folder)
        with database.write() as connection:
            put_records(connection, [order, line])
            rows.update_many(connection, "order_lines", ("unit_price",), ((price, line.id),))
        with database.read() as connection:
            found.append((digests(connection), row_digests(connection, "order_lines")))
        database.close()
    assert found[0] == found[1]
    differing = {noun for noun in found[0][0] if found[0][0][noun] != found[2][0][noun]}
    assert differing == {"order_lines"}
    assert found[0][1].keys() == found[2][1].keys()
    assert found[0][1][line.id] != found[2][1][line.id]
