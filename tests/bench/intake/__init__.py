"""How fast a file becomes a published collection."""
