"""What a person sees, and the only home of Qt; it decides nothing that `sync` should."""
