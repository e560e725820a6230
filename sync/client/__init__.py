"""The desk's half of sync, and the command line."""
