"""Text that nobody has decoded yet: which letters its bytes stand for."""
