"""Head office's log: one JSON line an event: ids, counts and times, never a value or a secret."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import cast

from typing_extensions import override

NAME = "gendan.office"


class JsonLines(logging.Formatter):
    """Writes records as JSON. Of an exception only its kind and places are told, not its words."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        line: dict[str, object] = {
            "at": moment,
            "level": record.levelname.lower(),
            "event": record.msg if record.name == NAME else f"{record.name}: {record.levelname}",
        }
        line |= cast("dict[str, object]", getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [f"{frame.name}:{frame.lineno}" for frame in frames[-8:]]
        return json.dumps(line, ensure_ascii=True)


def log_to_stderr() -> None:
    """Send this process's log to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(NAME).setLevel(logging.INFO)


def note(event: str, **facts: object) -> None:
    """Write one line."""
    logging.getLogger(NAME).info(event, extra={"facts": facts})
