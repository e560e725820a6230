"""Actions: load the facts, ask the rule, write what it allowed, in one transaction."""
