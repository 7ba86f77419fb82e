"""Features written as files and documents: one module per format, all listed in `registry`."""
