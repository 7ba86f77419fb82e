"""Rows for tests: small, invented, the same every time."""
