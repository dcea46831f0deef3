"""The monitor's ICC profile: where the system keeps it, and a map of pictures to its values.

Qt tells nothing of a screen's profile, so the system is asked: X11 by the property that colour
managers set (ICC Profiles in X, 0.4), Windows through Pillow. macOS and Wayland tell none that can
be read here.
"""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColorSpace, QGuiApplication, QImage, QScreen

from core.errors import BestlightError, UsageError, reason
from core.lut.lut3d import Lut3D, grid
from ui.viewer.pictures import PictureMap

STEPS = 33
_LONGEST = 4 << 20  # bytes of a profile
_ANY_TYPE = 0


@dataclass(frozen=True, eq=False)
class Monitor:
    """How pictures are brought to a monitor.

    Attributes:
        name: what the profile calls itself.
        map: display sRGB code values to the monitor's.
    """

    name: str
    map: PictureMap


def system_profile(screen: QScreen) -> bytes:
    """The ICC profile that the system has for a screen; empty where it tells none."""
    if sys.platform == "win32":
        from PIL import ImageCms

        found = ImageCms.get_display_profile()
        return found.tobytes() if found is not None else b""
    if QGuiApplication.platformName() == "xcb":
        number = QGuiApplication.screens().index(screen)
        return _x11_property("_ICC_PROFILE" + (f"_{number}" if number else ""))
    return b""


def monitor_of(profile: bytes) -> Monitor:
    """The way to a monitor with this ICC profile.

    Raises:
        UsageError: it is none of a display's.
    """
    from core.apply import LutApplier

    space = QColorSpace.fromIccProfile(QByteArray(profile))
    if not space.isValid() or not space.isValidTarget():
        raise UsageError("this is no ICC profile of a display", hint="choose another file")
    nodes = grid(STEPS).reshape(1, -1, 3)
    codes = np.full((*nodes.shape[:2], 4), 65535, np.uint16)
    codes[..., :3] = np.rint(nodes * 65535)
    width = codes.shape[1]
    image = QImage(codes.data, width, 1, 8 * width, QImage.Format.Format_RGBX64)
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    image.convertToColorSpace(space, QImage.Format.Format_RGBX64)
    turned = np.frombuffer(image.constBits(), np.uint16).reshape(width, 4)[:, :3] / 65535
    table = turned.reshape(STEPS, STEPS, STEPS, 3).astype(np.float32)
    applier = LutApplier(Lut3D(table), "cpu")
    return Monitor(space.description().strip(), lambda picture: applier.apply(picture, threads=0))


def read_profile(path: Path) -> bytes:
    """A profile's file.

    Raises:
        BestlightError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST)
    except OSError as error:
        raise BestlightError(f"cannot read {path}: {reason(error)}") from error


def _x11_property(name: str) -> bytes:
    """A property of bytes of the X server's root window; empty where there is none."""
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return b""
    pointer, number = ctypes.c_void_p, ctypes.c_ulong
    x11.XOpenDisplay.restype = pointer
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = number
    display = pointer(x11.XOpenDisplay(None))
    if not display:
        return b""
    try:
        atom = number(x11.XInternAtom(display, name.encode(), True))
        root = number(x11.XDefaultRootWindow(display))
        kind, bits, count, rest = number(), ctypes.c_int(), number(), number()
        data = ctypes.POINTER(ctypes.c_ubyte)()
        if not atom.value or x11.XGetWindowProperty(
            display, root, atom, ctypes.c_long(0), ctypes.c_long(_LONGEST // 4), False,
            number(_ANY_TYPE), ctypes.byref(kind), ctypes.byref(bits), ctypes.byref(count),
            ctypes.byref(rest), ctypes.byref(data),
        ):  # fmt: skip
            return b""
        found = bytes(data[: count.value]) if bits.value == 8 else b""
        x11.XFree(data)
        return found
    finally:
        x11.XCloseDisplay(display)
