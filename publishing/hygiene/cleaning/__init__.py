"""The corrections themselves, a batch at a time."""
