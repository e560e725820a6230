"""The head office's half of sync."""
