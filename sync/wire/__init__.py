"""What the two ends say to each other, as typed records."""
