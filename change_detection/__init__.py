"""Scenes, changes and findings."""
