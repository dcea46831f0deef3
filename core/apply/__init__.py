"""Applying a LUT to pixels: the only room that knows devices."""

from core.apply.applier import LutApplier, SteadyLut
from core.apply.devices import DEVICES, Device, choose_device
from core.apply.timed import Key, LutSpan, TimedLut

__all__ = [
    "DEVICES",
    "Device",
    "Key",
    "LutApplier",
    "LutSpan",
    "SteadyLut",
    "TimedLut",
    "choose_device",
]
