"""The WSGI door, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from plumbing.addresses import only_utf8
from plumbing.bodies import with_late_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = only_utf8(with_late_bodies(get_wsgi_application()))
