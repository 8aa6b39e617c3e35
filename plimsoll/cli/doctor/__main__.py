"""The doctor where not even the command line's library is there: `python -m plimsoll.cli.doctor`, with or without --json."""

import sys

from plimsoll.cli.doctor.answer import tell, tell_as_json
from plimsoll.cli.doctor.look import look

if __name__ == "__main__":
    sys.exit((tell_as_json if "--json" in sys.argv else tell)(look()))
