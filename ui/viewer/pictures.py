"""The pictures of a viewer as QImages: with their overlay, and scaled to the screen, kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from ui.display_codes import to_codes
from ui.viewer.compare import Side
from ui.viewer.overlays import Overlay, lay_over

PictureMap = Callable[[np.ndarray], np.ndarray]
"""(H, W, 3) uint8 to the same."""


class Pictures:
    """The frame before, the frame after and the reference."""

    def __init__(self) -> None:
        self._given: dict[Side, np.ndarray | None] = dict.fromkeys(Side)
        self._codes: dict[Side, np.ndarray | None] = dict.fromkeys(Side)
        self._for_monitor: PictureMap | None = None
        self._reach: np.ndarray | None = None
        self._images: dict[tuple[Side, Overlay], QImage] = {}
        self._scaled: dict[tuple[Side, Overlay], QImage] = {}

    def set(self, given: Mapping[Side, np.ndarray | None]) -> None:
        """Take pictures as `ui.display_codes.to_codes` wants them.

        An array that is given again is taken to be unchanged, and costs nothing.

        Raises:
            ValueError: before and after differ in size, or one is no picture.
        """
        changed = {side for side in Side if given.get(side) is not self._given[side]}
        codes = dict(self._codes)
        for side in changed:
            array = given.get(side)
            codes[side] = None if array is None else to_codes(array)
        before, after = codes[Side.BEFORE], codes[Side.AFTER]
        if before is not None and after is not None and before.shape != after.shape:
            raise ValueError(f"before is {before.shape}, after is {after.shape}")
        self._codes = codes
        self._given = {side: given.get(side) for side in Side}
        if Side.BEFORE in changed:
            changed.add(Side.AFTER)  # what is newly clipped after depends on both
        for kept in (self._images, self._scaled):
            for key in [key for key in kept if key[0] in changed]:
                del kept[key]

    def set_reach(self, reach: np.ndarray | None) -> None:
        """Take how far a region reaches the frame, (H, W) uint8; None: there is none."""
        if reach is not self._reach:
            self._reach = reach
            for kept in (self._images, self._scaled):
                for key in [key for key in kept if key[1] is Overlay.REGION]:
                    del kept[key]

    def set_monitor(self, for_monitor: PictureMap | None) -> None:
        """Map code values to a monitor's before they are painted; None: paint them as they are."""
        if for_monitor is not self._for_monitor:
            self._for_monitor = for_monitor
            self._images.clear()
            self._scaled.clear()

    def codes(self, side: Side) -> np.ndarray | None:
        """(H, W, 3) uint8 of a picture, if there is one."""
        return self._codes[side]

    def size(self, side: Side) -> tuple[int, int] | None:
        """Width and height of a picture in pixels, if there is one."""
        codes = self._codes[side]
        return None if codes is None else (codes.shape[1], codes.shape[0])

    def image(self, side: Side, overlay: Overlay) -> QImage:
        """A picture with its overlay; it must be there."""
        if (side, overlay) not in self._images:
            self._images[side, overlay] = self._make_image(side, overlay)
        return self._images[side, overlay]

    def scaled(self, side: Side, overlay: Overlay, width: int, height: int) -> QImage:
        """A picture with its overlay in another size, in pixels: the mean of what a pixel covers.

        The last size is kept.
        """
        image = self.image(side, overlay)
        if (image.width(), image.height()) == (width, height):
            return image
        kept = self._scaled.get((side, overlay))
        if kept is None or (kept.width(), kept.height()) != (width, height):
            kept = image.scaled(
                width,
                height,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._scaled[side, overlay] = kept
        return kept

    def _make_image(self, side: Side, overlay: Overlay) -> QImage:
        codes = self._codes[side]
        if codes is None:
            raise ValueError(f"there is no picture {side}")
        source = self._codes[Side.BEFORE] if side is Side.AFTER else None
        reach = None if side is Side.REFERENCE else self._reach
        codes = lay_over(overlay, codes, codes if source is None else source, reach)
        if self._for_monitor is not None:
            codes = self._for_monitor(codes)
        codes = np.ascontiguousarray(codes)
        height, width, _ = codes.shape
        image = QImage(codes.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        # The format of the window's own memory: painting it is a copy. It also owns its pixels.
        return image.convertToFormat(QImage.Format.Format_RGB32)
