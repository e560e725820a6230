"""Notices that a firm which was entered, or changed, may be one that is here already."""

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from sync.actions.deed import Deed, Fields
from sync.actions.workspace import Workspace
from sync.domain.duplicates import Duplicate, DuplicateState
from sync.domain.ids import Id
from sync.domain.likeness import Likeness, alike, likeness_of, mail_domain, pair_id
from sync.domain.partners import Partner
from sync.domain.records import record, to_row
from sync.store import partner_lists


class _Index:
    """The firms of a workspace by what may make them one with another."""

    def __init__(self, work: Workspace) -> None:
        self._by_key: dict[str, set[Id]] = {}
        for row in work.all_of("partners"):
            self.take(likeness_of(record(Partner, row)))

    def take(self, firm: Likeness) -> None:
        """Let a firm be found by what it is like now; what it was like is left where it is."""
        for key in firm.keys:
            self._by_key.setdefault(key, set()).add(firm.id)

    def near(self, firm: Likeness) -> set[Id]:
        """Return the firms of which one must look closer."""
        return {each for key in firm.keys for each in self._by_key.get(key, ())}


_indexes: WeakKeyDictionary[Workspace, _Index] = WeakKeyDictionary()


def look(deed: Deed, firm_id: Id) -> None:
    """Keep as possible duplicates the firms that this one may be one with; each pair is said once.

    Head office sees all firms, a desk those of its person. The row is the same wherever it is made.
    """
    row = deed.work.get("partners", firm_id)
    if row is None:
        return
    firm = likeness_of(record(Partner, row))
    index = _indexes.get(deed.work)
    if index is None:
        index = _indexes.setdefault(deed.work, _Index(deed.work))
    index.take(firm)
    mates = _mail_mates(deed, firm_id)
    for other_id in sorted((index.near(firm) | mates) - {firm_id}):
        other = deed.work.get("partners", other_id)
        if other is not None:
            reasons = alike(
                firm, likeness_of(record(Partner, other)), shares_mail=other_id in mates
            )
            if reasons:
                propose(deed, (firm_id, other_id), reasons)


def propose(deed: Deed, firms: tuple[Id, Id], reasons: Iterable[str]) -> None:
    """Put the row of a possible duplicate, unless something is said of the two already."""
    identifier = pair_id(*firms)
    if deed.work.get("duplicates", identifier) is None:
        first, second = sorted(firms)
        pair = Duplicate(
            id=identifier,
            first_id=first,
            second_id=second,
            reasons=",".join(reasons),
            state=DuplicateState.OPEN,
            found_at=deed.context.acted_at,
        )
        deed.add("duplicates", to_row(pair), is_noted=False)


def forget(deed: Deed, firm_id: Id) -> None:
    """Let go of what is said of a firm that is taken away."""
    for pair in pairs_of(deed.work, firm_id):
        deed.remove("duplicates", str(pair["id"]))


def pairs_of(work: Workspace, firm_id: Id) -> list[Fields]:
    """Return all that is said of a firm and another, by id."""
    found = {
        str(row["id"]): row
        for column in ("first_id", "second_id", "survivor_id")
        for row in work.find("duplicates", column, firm_id)
    }
    return [found[identifier] for identifier in sorted(found)]


def _mail_mates(deed: Deed, firm_id: Id) -> set[Id]:
    """Return the firms whose people write from the same address after the @ as this one's."""
    contacts = deed.work.find("contacts", "partner_id", firm_id)
    domains = {mail_domain(str(each["email"] or "")) for each in contacts} - {""}
    found: set[Id] = set()
    for domain in domains:
        found |= partner_lists.writing_from(deed.work.connection, domain)
        found |= {
            str(row["partner_id"])
            for noun, row_id in deed.work.changed
            if noun == "contacts"
            and (row := deed.work.get(noun, row_id)) is not None
            and mail_domain(str(row["email"] or "")) == domain
        }
    return found - {firm_id}
