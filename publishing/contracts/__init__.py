"""Contracts: what a collection's rows must be, how a file's columns become its fields, and which rows may come in.

Pure but for the names of fields, which come from `layers.api`: no database, no request. What the city edited itself
lies in the database (`publishing.selectors.contracts`).
"""
