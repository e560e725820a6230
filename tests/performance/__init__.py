"""Figures: how fast and how large both ends are, beside a floor measured in the same run."""
