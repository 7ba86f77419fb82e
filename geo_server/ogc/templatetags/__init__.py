"""Template filters of the door's pages."""
