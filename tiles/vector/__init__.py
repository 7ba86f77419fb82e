"""Vector tiles as SQL: one statement per way of drawing a tile, all run by `maker`."""
