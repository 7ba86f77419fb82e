"""The server that needs no administrator: all its processes live under `var/`, kept alive by supervisord."""
