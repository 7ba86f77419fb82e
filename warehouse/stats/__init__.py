"""Arithmetic of areas and classes: plain numbers and geometries, no Django."""
