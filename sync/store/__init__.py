"""The only SQL: rows in, records out."""
