"""`python -m gshell`."""

import sys

from gshell.main import main

sys.exit(main())
