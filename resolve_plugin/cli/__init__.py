"""`bestlight resolve ...`: DaVinci Resolve from a shell.

Thin: a command makes a request of its options, has it carried out (`reach`), and prints what the
result says.
"""

from resolve_plugin.cli.app import add_commands

__all__ = ["add_commands"]
