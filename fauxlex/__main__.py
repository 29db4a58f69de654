"""`python -m fauxlex`."""

import sys

from fauxlex.cli import main

if __name__ == "__main__":
    sys.exit(main())
