"""The portal's own settings, plus Django's admin as the yardstick and a counter of queries."""

from config.settings import *  # noqa: F403 -- a settings module extends another one whole
from config.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin", "scripts.bench"]
MIDDLEWARE = ["scripts.bench.yardstick.count_queries", *MIDDLEWARE]
ROOT_URLCONF = "scripts.bench.yardstick"
DEBUG = False
