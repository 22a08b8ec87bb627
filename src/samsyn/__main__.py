"""`python -m samsyn` is the command `samsyn`."""

import sys

from samsyn.cli import main

sys.exit(main())
