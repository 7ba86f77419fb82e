"""What this package announces, after commit."""
