#!/usr/bin/env python3
"""Django's own command line, for those who know it; `./diaban` is the city's."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_server.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
