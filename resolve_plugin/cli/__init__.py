"""`bestlight resolve ...`: DaVinci Resolve from a shell, or from the session inside it.

Thin: a command finds its way to Resolve (`reach`), asks the adapter, and prints.
"""

from resolve_plugin.cli.app import add_commands, run_command

__all__ = ["add_commands", "run_command"]
