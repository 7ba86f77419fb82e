"""Numbers: datasets, observations, indicators, open data."""
