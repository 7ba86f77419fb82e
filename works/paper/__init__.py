"""An answer on paper: the map, the pages, the signature, and how to check it."""
