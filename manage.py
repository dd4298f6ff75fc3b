#!/usr/bin/env python
"""Django's command line for Cầu Nối."""

import os
import sys

from django.core.management import execute_from_command_line
from environs import EnvError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except EnvError as problem:
        # The sentence says what to do (config/environment.py); where in the code it was found helps nobody.
        sys.exit(str(problem))
