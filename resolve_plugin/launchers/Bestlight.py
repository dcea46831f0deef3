"""Bestlight's entry in Resolve's menu Workspace > Scripts, for its Python.

This file knows nothing of grading. It starts the installed Bestlight in Bestlight's own Python and
lends it Resolve's objects: a request names objects by number, methods from the list below, and
values; the answer is values and new numbers. It runs in whatever Python Resolve has found
(3.6 or newer), needs nothing but the standard library, and makes every call in its main thread.
"""

import base64
import json
import math
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

PYTHON = "@PYTHON@"
VERSION = "@VERSION@"
PROTOCOL = 1
ALLOWED = frozenset(
    """
    AddColorGroup AddVersion ApplyAutoColor ApplyGradeFromDRX AssignToColorGroup CopyAttributes
    DeleteColorGroup DeleteStills DeleteTimelines DeleteVersionByName DuplicateTimeline
    ExportCurrentFrameAsStill ExportFrame ExportLUT ExportStills ExportThumbnails GetAlbumName
    GetCDL GetClipEnabled GetClipProperty GetClipsInTimeline GetColorGroup GetColorGroupsList
    GetCurrentDatabase GetCurrentPage GetCurrentProject GetCurrentStillAlbum GetCurrentTimecode
    GetCurrentTimeline GetCurrentVersion GetCurrentVideoItem GetDuration GetFusionCompCount
    GetGallery GetGalleryStillAlbums GetIsTrackLocked GetItemListInTrack GetLUT GetLabel
    GetLeftOffset GetMediaPool GetMediaPoolItem GetMetadata GetName GetNodeGraph GetNodeLabel
    GetNumNodes GetPostClipNodeGraph GetPreClipNodeGraph GetProductName GetProjectManager
    GetProperty GetSelectedClips GetSetting GetSourceEndFrame GetSourceStartFrame GetStart
    GetStartFrame GetStartTimecode GetStills GetTimelineByIndex GetTimelineCount GetToolsInNode
    GetTrackCount GetTrackName GetTrackTypeAndIndex GetUniqueId GetVersion GetVersionNameList
    GetVersionString GrabStill IsRenderingInProgress LoadVersionByName OpenPage RefreshLUTList
    RemoveFromColorGroup SetCDL SetCurrentTimecode SetCurrentTimeline SetLUT SetLabel SetNodeEnabled
    """.split()  # noqa: SIM905 - a list would fill a screen
)
REPAIR = "install Bestlight again, then run: bestlight resolve install"
CHILD_SECONDS = 8.0  # what it was doing is cancelled, and Resolve put right if it still can be
LOOK_SECONDS = 0.5
SYNCHRONIZE = 0x00100000
NO_WINDOW = 0x08000000
FOREVER = 0xFFFFFFFF


def say(sentence):
    """A line for the user, in Resolve's console, which may know no letters but ASCII."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    line = ("Bestlight: " + sentence).encode(encoding, "replace").decode(encoding)
    print(line, flush=True)  # noqa: T201 - there is no other way to the user


def find_resolve():
    """The application object, or None outside Resolve."""
    own = dict(vars(sys.modules["__main__"]))
    own.update(globals())
    if own.get("resolve") is not None:
        return own["resolve"]
    if own.get("bmd") is not None:
        found = own["bmd"].scriptapp("Resolve")
        if found is not None:
            return found
    for name in ("app", "fu"):
        get_resolve = getattr(own.get(name), "GetResolve", None)
        if callable(get_resolve):  # in Fusion without Resolve it is None
            return get_resolve()
    try:
        import DaVinciResolveScript  # type: ignore[import-not-found]
    except ImportError:
        return None
    return DaVinciResolveScript.scriptapp("Resolve")


class Server:
    """Holds Resolve's objects by number and makes the calls that it is asked for."""

    def __init__(self, application):
        self._objects = {0: application}
        self._next = 1

    def reply(self, request):
        """The reply to a request; `KeyError`, `TypeError` or `ValueError` if it is none."""
        for handle in request["drop"]:
            if handle != 0:
                self._objects.pop(handle, None)
        return {"id": request["id"], "results": [self._result(*c) for c in request["calls"]]}

    def _result(self, handle, name, arguments):
        if name == "?":
            return {"v": self._has(handle, *arguments)}
        if name not in ALLOWED:
            return {"e": f"Bestlight's launcher does not call {name}"}
        if handle not in self._objects:
            return {"e": f"{name}: this object was given back"}
        try:
            method = getattr(self._objects[handle], name)
            return {"v": self._packed(method(*[self._unpacked(value) for value in arguments]))}
        except Exception as error:  # noqa: BLE001 - whatever Resolve raises is the answer
            return {"e": f"{name}: {type(error).__name__}: {error}"}

    def _has(self, handle, name):
        """Whether an object has a method: it claims to have everything, and lists what it has."""
        held = self._objects.get(handle)
        return name in dir(held) and callable(getattr(held, name, None))

    def _packed(self, value):
        if value is None or isinstance(value, (bool, int, str)):
            return value
        if isinstance(value, float):
            return value if math.isfinite(value) else None
        if isinstance(value, bytes):
            return {"b": base64.b64encode(value).decode("ascii")}
        if isinstance(value, dict):
            return {"m": [[self._packed(k), self._packed(v)] for k, v in value.items()]}
        if isinstance(value, (list, tuple)):
            return [self._packed(item) for item in value]
        handle = self._next
        self._next += 1
        self._objects[handle] = value
        return {"@": handle}

    def _unpacked(self, value):
        if isinstance(value, list):
            return [self._unpacked(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "@" in value:
            return self._objects[value["@"]]
        return {self._unpacked(k): self._unpacked(v) for k, v in value["m"]}


def start():
    """Start Bestlight, with nothing of Resolve's Python or Qt in its environment."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(("PYTHON", "QT_", "__PYVENV"))
    }
    return subprocess.Popen(
        [PYTHON, "-E", "-P", "-m", "resolve_plugin.session", "--stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        creationflags=NO_WINDOW if os.name == "nt" else 0,
    )


def serve(child, application):
    """Answer Bestlight until it ends or says why it does; that reason, or None."""
    server = Server(application)
    hello = {"hello": PROTOCOL, "launcher": "python", "version": VERSION, "pid": os.getpid()}
    try:
        send(child, hello)
        for line in child.stdout:
            if not line.startswith(b"{"):
                say(line.decode("utf-8", "replace").strip())
                continue
            message = json.loads(line.decode("ascii"))
            if "bye" in message:
                return str(message["bye"])
            send(child, server.reply(message))
    except OSError:
        return None
    except (KeyError, TypeError, ValueError, RecursionError):
        return "the connection broke; open Bestlight again"
    return None


def send(child, message):
    """Write one message."""
    child.stdin.write(json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n")
    child.stdin.flush()


def end(child):
    """Let Bestlight end, which it does when its input closes, and make sure of it; its code."""
    with suppress(OSError):
        os.close(child.stdin.fileno())
    limit = time.time() + CHILD_SECONDS
    while child.poll() is None and time.time() < limit:
        time.sleep(0.02)
    if child.poll() is None:
        child.kill()
    return child.wait()


def end_with(parent, child):
    """Wait until Resolve has ended, then end Bestlight and this process. Calls nothing of
    Resolve's: this is not the main thread.
    """
    if os.name == "nt":
        import ctypes

        kernel = ctypes.WinDLL("kernel32")
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(SYNCHRONIZE, False, parent)
        if not handle:
            return
        kernel.WaitForSingleObject(ctypes.c_void_p(handle), FOREVER)
    else:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
    end(child)
    os._exit(0)


def main():
    """Find Resolve, start Bestlight, serve it."""
    parent = os.getppid()
    if not Path(PYTHON).is_file():
        say(f"it is not installed any more (no {PYTHON}); {REPAIR}")
        return
    application = find_resolve()
    if application is None:
        say("start it inside DaVinci Resolve, from Workspace > Scripts")
        return
    try:
        child = start()
    except OSError as error:
        say(f"{PYTHON} cannot be started: {error}")
        return
    threading.Thread(target=end_with, args=(parent, child), daemon=True).start()
    reason = serve(child, application)
    code = end(child)
    if reason:
        say(reason)
    elif code:
        say(f"it ended with an error ({code}); if this stays so, {REPAIR}")
    # Resolve's library may crash while Python takes itself down.
    os._exit(0)


if __name__ == "__main__":
    main()
