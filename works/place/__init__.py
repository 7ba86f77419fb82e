"""The place card: everything that somebody may see at one place, from all collections."""
