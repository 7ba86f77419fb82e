"""STAC API 1.0 for scenes: each is an item whose data are a COG that the reader may fetch."""
