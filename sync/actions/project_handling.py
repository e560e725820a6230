"""The actions of sub-projects, by name."""

from collections.abc import Callable
from typing import Any

from sync.actions import project_links, projects
from sync.actions.deed import Deed

HANDLERS: dict[str, Callable[[Deed, Any], None]] = {
    "project.add": projects.add,
    "project.edit": projects.edit,
    "project.start": projects.start,
    "project.finish": projects.finish,
    "project.drop": projects.drop,
    "project.reopen": projects.reopen,
    "project.link": project_links.link,
    "project.unlink": project_links.unlink,
    "project.baseline": project_links.set_baseline,
}
