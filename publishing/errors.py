"""What can go wrong here, in words; no HTTP."""
