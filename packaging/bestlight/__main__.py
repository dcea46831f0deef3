"""`python -m bestlight`."""

from bestlight import run

run()
