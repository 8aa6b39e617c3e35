"""`plimsoll example-table`: a plain table of a few invented children, to look at and to fill in."""

import typer

from plimsoll.formats.plain.layout import example


def example_table_command() -> None:
    """Print an example of a plain table as CSV, with every column: plimsoll example-table > my-cases.csv"""
    typer.echo(example(), nl=False)
