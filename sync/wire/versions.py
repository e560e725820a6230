"""Which schemas understand each other, and the headers that say so."""

SCHEMA = 1
SCHEMA_MIN = 1
"""Head office speaks the newest schema and three before it.

A desk older than that may still push.
"""

HEADER_SCHEMA = "X-Schema"
HEADER_EPOCH = "X-Epoch"
HEADER_SERVER = "X-Server"
