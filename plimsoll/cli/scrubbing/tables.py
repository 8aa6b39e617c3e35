"""The tables of a copy, made empty, in a process of their own: Django knows one database, and here that is the copy's."""

from plimsoll.cli.serve import database
from plimsoll.config.setup import with_django

if __name__ == "__main__":
    with database():
        with_django()
        from django.db import connections

        from plimsoll.config.schema import bring_up_to_date

        bring_up_to_date()
        connections.close_all()
