"""`python -m core.cli`: the command line where its script is not on the path."""

from core.cli.main import run

if __name__ == "__main__":
    run()
