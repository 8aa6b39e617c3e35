"""Django's own commands. Tables are made as the owner: `python manage.py migrate --database owner`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plimsoll.config.settings")
    execute_from_command_line(sys.argv)
