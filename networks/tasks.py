"""Celery's entries of this package."""
