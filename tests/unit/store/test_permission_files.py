"""The permission tables that ship with the program."""

from sync.store.permission_files import load_permissions


def test_the_shipped_tables_load():
    tables = load_permissions()
    assert tables.version == 1
    assert tables.objects["order"].on_order
