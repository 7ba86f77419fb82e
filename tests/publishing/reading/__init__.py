"""Reading what is handed in."""
