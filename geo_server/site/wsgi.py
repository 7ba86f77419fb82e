"""The web process (granian, WSGI: 7 to 10 times the rate of ASGI, see docs/decisions)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_server.site.settings")
application = get_wsgi_application()
