"""OGC API Joins (draft 22-026): a table of somebody's own, attached to a collection by a key and read with it."""
