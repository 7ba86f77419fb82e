"""Words for the templates of this package."""
