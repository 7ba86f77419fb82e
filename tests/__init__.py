"""Tests mirror the packages; flows, doors, conformance and browser tests have folders of their own."""
