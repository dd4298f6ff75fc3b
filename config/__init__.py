import os

from config.celery import app as celery_app

__all__ = ["celery_app"]

# What the portal writes holds personal data: files 0600, folders 0700, whatever starts it.
os.umask(0o077)
