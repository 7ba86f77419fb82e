"""Words of this package's pages."""
