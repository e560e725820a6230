"""What a person sees: each screen arranges widgets and asks models; it decides nothing."""
