"""What the parts of the order process are called: nodes, checklist items, gates."""

from collections.abc import Iterable
from functools import cache

from sync.domain.process import Part, Process
from sync.domain.spoken import Language
from sync.store.process_files import processes

_learnt: dict[str, Part] = {}


def name_in_process(part: str, language: Language) -> str:
    """Return a part's id with its name ("N15 装柜、进港与装船"); the id alone when unknown."""
    found = _learnt.get(part) or _parts().get(part)
    if found is None:
        return part
    return f"{part} {found.zh if language == 'zh' else found.en}"


def learn(process: Process) -> None:
    """Take in what a version of the company calls its parts; the latest that is read counts."""
    _learnt.update({part.id: part for part in _parts_of(process)})


@cache
def _parts() -> dict[str, Part]:
    """Return every part by its id, as the newest version that has it calls it."""
    known = processes()
    return {part.id: part for version in sorted(known) for part in _parts_of(known[version])}


def _parts_of(process: Process) -> Iterable[Part]:
    yield from process.gates
    for node in process.nodes:
        yield node
        yield from node.items
        yield from node.questions
        yield from node.exceptions
