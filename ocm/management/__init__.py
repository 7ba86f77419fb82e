"""Commands of the operations centre."""
