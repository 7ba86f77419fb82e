"""From a remote source to a file like one that somebody hands in: one module per kind of service, no database."""
