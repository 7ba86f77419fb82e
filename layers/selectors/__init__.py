"""Reads: collections, items, search, history, areas."""
