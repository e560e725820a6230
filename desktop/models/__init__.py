"""What a screen shows, as Qt models and signals, without widgets."""
