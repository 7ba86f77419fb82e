"""Rows as wholes: those that say nothing, and those that say the same twice."""
