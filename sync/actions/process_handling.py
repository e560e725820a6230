"""The actions on drafts of the order process, by name."""

from collections.abc import Callable
from typing import Any

from sync.actions import process_changes, process_drafts
from sync.actions.deed import Deed

HANDLERS: dict[str, Callable[[Deed, Any], None]] = {
    "process.draft": process_drafts.begin,
    "process.submit": process_drafts.submit,
    "process.publish": process_drafts.publish,
    "process.refuse": process_drafts.turn_down,
    "process.drop": process_drafts.drop,
    "process.renew": process_drafts.renew,
    "process.change_stage": process_changes.change_stage,
    "process.set_owner": process_changes.set_owner,
    "process.set_raci": process_changes.set_raci,
    "process.set_standard": process_changes.set_standard,
    "process.add_item": process_changes.add_item,
    "process.change_item": process_changes.change_item,
    "process.drop_item": process_changes.drop_item,
    "process.add_path": process_changes.add_path,
    "process.change_path": process_changes.change_path,
    "process.drop_path": process_changes.drop_path,
    "process.take_back": process_changes.take_back,
}
