"""How gunicorn serves the portal: the same under `manage.py portal` and as a unit of its own (deploy/systemd)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from plumbing.portal.access_log import ACCESS_FORMAT, AccessLogger

preload_app = True
worker_class = "gthread"
workers = 2
threads = 8
timeout = 60
graceful_timeout = 10
control_socket_disable = True
umask = 0o077
loglevel = "warning"
accesslog = "-"
access_log_format = ACCESS_FORMAT
logger_class = AccessLogger
