"""Files of an order: how large they are, in words."""


def size_words(size: int) -> str:
    """Return a size for people: 820 KB, 1.4 MB."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB"
