"""Contents of files, named by their SHA-256: how large one may be, in which parts it travels."""

CHUNK_BYTES = 1 << 20
"""At rest a content is sealed in chunks of this size; a part is a whole number of them."""

PART_BYTES = 4 << 20
"""At most this much travels in one call, in both directions."""

CONTENT_BYTES_MAX = 1 << 30
"""No file of an order is larger: a scanned folder of 500 pages has 100 MB."""

UNREFERENCED_DAYS = 90
"""A content that nothing refers to is kept this long: longer than a desk may be away."""


def part_end(offset: int, size: int, part_bytes: int = PART_BYTES) -> int:
    """Return where the part that begins at an offset ends."""
    return min(size, offset + part_bytes)


def is_part(offset: int, length: int, size: int) -> bool:
    """Return whether these bytes can be a part: whole chunks, or up to the content's end."""
    end = offset + length
    is_whole = length % CHUNK_BYTES == 0 or end == size
    return offset % CHUNK_BYTES == 0 and 0 < length <= PART_BYTES and end <= size and is_whole
