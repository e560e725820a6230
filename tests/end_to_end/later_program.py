"""Gendan as it may be some releases from now.

Run as `python -m tests.end_to_end.later_program 3 desk ...`: the first number is the schema. What
later releases add is put in before anything that reads it is loaded, so that the tables, the wire
and the actions are those of such a program.
"""

import sys

from sync.domain import commands, entities, releases
from sync.domain.commands import Action, Edit
from sync.domain.products import Product
from sync.domain.releases import Release


class _Graded(Product, frozen=True, kw_only=True):
    grade: str = "plain"


class _Ranged(_Graded, frozen=True, kw_only=True):
    range_name: str = ""


RELEASES = [
    Release(columns={"products": ("grade",)}),
    Release(values={"products.unit": {"PALLET": "CTN"}}),
    Release(renamed={"product.edit": "ware.edit"}),
    Release(columns={"products": ("range_name",)}),
]


def become(schema: int) -> None:
    """Be the program of a schema."""
    releases.RELEASES.extend(RELEASES[: schema - 1])
    if schema >= 2:
        entities.ENTITIES["products"] = _Graded
    if schema >= 4:
        del commands.ACTIONS["product.edit"]
        commands.ACTIONS["ware.edit"] = Action("ware.edit", Edit, "products")
    if schema >= 5:
        entities.ENTITIES["products"] = _Ranged


def main(schema: str, end: str, *arguments: str) -> int:
    """Run the desk or head office of that program."""
    become(int(schema))
    if end == "office":
        from sync.server.command_line import run  # noqa: PLC0415  reads what was put in

        return run(list(arguments))
    from sync.client.command_line import main as run_desk  # noqa: PLC0415  the same

    return run_desk(list(arguments))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
