"""The web process (granian, WSGI: 7 to 10 times the rate of ASGI, see docs/decisions)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_server.site.settings")
django = get_wsgi_application()

from geo_server.ogc.lane.entrance import Lane  # noqa: E402 - its views need the settings and the apps

application = Lane(django)

# What is loaded by now stays: looking through it for garbage again and again took a tenth of each small answer.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
