"""`python -m core.cli`: the command line where its script is not on the path."""

import sys

if __name__ == "__main__":
    try:
        from core.cli.main import run
    except KeyboardInterrupt:
        # Ctrl-C while it loads; from then on it is the command line's own affair.
        sys.exit("bestlight: cancelled; nothing was written")
    run()
