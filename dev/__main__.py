"""`python3 -m dev COMMAND`: what the Makefile calls, and what does for those who have no make.

Runs on the machine's own Python with the standard library only; old Pythons must be able to read it.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Comms demande Python 3.11 ou plus récent ; celui-ci est en version {}.{}.\n"
        "Indiquez-en un autre, par exemple : make run PYTHON=python3.12".format(*sys.version_info[:2])
    )

from dev.bootstrap import main

main(sys.argv[1:])
