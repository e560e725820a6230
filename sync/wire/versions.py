"""Which schemas understand each other, and the headers that say so."""

from sync.domain import releases

SCHEMA = releases.newest()
SCHEMA_MIN = max(1, SCHEMA - releases.SPAN)
"""Head office speaks the newest schema and three before it, and so does a desk.

A desk older than that may still push.
"""

HEADER_SCHEMA = "X-Schema"
HEADER_EPOCH = "X-Epoch"
HEADER_SERVER = "X-Server"
