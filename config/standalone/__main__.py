"""`python -m config.standalone run`, or `... manage <command>` beside it."""

import os
import sys

from config.standalone import launcher

USAGE = """\
python -m config.standalone run                  start Plenipo here and watch over it
python -m config.standalone manage <command>     a command of manage.py for the Plenipo that runs here
"""

if __name__ == "__main__":
    os.umask(0o077)
    match sys.argv[1:]:
        case ["run"]:
            sys.exit(launcher.run())
        case ["manage", *arguments] if arguments:
            sys.exit(launcher.manage(arguments))
        case _:
            sys.exit(USAGE)
