"""The engine of change detection at the scale of a district."""
