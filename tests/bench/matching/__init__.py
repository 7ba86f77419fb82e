"""Matching of many changes against the registers of a whole city."""
