"""Tiles, styles and their cache."""
