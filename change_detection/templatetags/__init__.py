"""Filters and parts of the pages of change detection."""
