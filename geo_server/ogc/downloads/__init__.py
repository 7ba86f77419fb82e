"""A whole collection as one file: prepared ahead where everybody sees the same, written on the way out otherwise."""
