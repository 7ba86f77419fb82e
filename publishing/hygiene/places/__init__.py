"""Where the rows of a file are: reference systems, axes, shapes."""
