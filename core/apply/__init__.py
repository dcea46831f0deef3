"""Applying a LUT to pixels: the only room that knows devices."""

from core.apply.applier import LutApplier
from core.apply.devices import DEVICES, Device, choose_device

__all__ = ["DEVICES", "Device", "LutApplier", "choose_device"]
