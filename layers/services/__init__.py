"""Writes: collections, features, grants, organisations, areas."""
