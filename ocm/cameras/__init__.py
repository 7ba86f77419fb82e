"""The cameras of all owners as one collection: what it looks like, what a good row is, which camera is near."""
