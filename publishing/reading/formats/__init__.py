"""One module per format, or per family that one driver reads; `all_formats` is the table."""
