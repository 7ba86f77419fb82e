"""A short way in for the reads that programs ask most: the same views, with less of Django before them."""
