"""The only door of this package; what crosses is plain."""

__all__: list[str] = []
