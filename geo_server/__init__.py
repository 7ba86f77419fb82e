"""The two ends of the house: `core` is the floor, `ogc` and `site` are the doors."""
