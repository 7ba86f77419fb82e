"""What the registers of the city hold at the places of changes: one statement per register, for all changes at once."""
