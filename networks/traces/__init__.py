"""Questions to a network: what hangs together, what feeds what, the way between, what must be shut and who is hit."""
