"""The bridge: Resolve's objects, spoken to from Bestlight's own process and Python.

Whoever uses it sees `Bridge` and the classes of `resolve_plugin.api`. How the words travel (pipes,
a spool folder, Resolve's own library in this process) is a transport's business.
"""

from resolve_plugin.bridge.objects import Bridge, CallFailed, HostGone, RemoteObject

__all__ = ["Bridge", "CallFailed", "HostGone", "RemoteObject"]
