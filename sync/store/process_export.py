"""Writes a version or draft of the order process as a BPMN 2.0 file, in one language."""

from sync.domain.people import Role
from sync.domain.process import Process
from sync.domain.process_bpmn import SAID, Wording, as_bpmn
from sync.store.sentences import Language, name_of, words


def bpmn_of(process: Process, *, title: str, language: Language) -> bytes:
    """Return the process as a BPMN 2.0 file that other tools read and draw."""
    roles = {role: name_of("role", role.value, language=language) for role in Role}
    said = {code: words(f"bpmn_{code}", {}, language=language) for code in SAID}
    code = "bpmn_draft_name" if title else "bpmn_name"
    name = words(code, {"version": process.version, "title": title}, language=language)
    return as_bpmn(process, Wording(language=language, name=name, roles=roles, said=said))
