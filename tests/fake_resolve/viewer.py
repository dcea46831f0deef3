"""The viewer lags behind the playhead; so do stills and thumbnails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fake_resolve.model import TimelineModel

if TYPE_CHECKING:
    from tests.fake_resolve.fake import FakeResolve


class Viewer:
    """What is on screen, as against where the playhead is."""

    def __init__(self, fake: FakeResolve) -> None:
        self._fake = fake
        self._shown: int | None = None
        self._old_stills = 0
        self._old_thumbnails = 0

    def settle(self) -> None:
        """The viewer has caught up."""
        self._shown, self._old_stills, self._old_thumbnails = None, 0, 0

    def moved(self, timeline: TimelineModel, frame: int) -> None:
        """A script moved the playhead."""
        if frame == timeline.playhead:
            return
        if self._shown is None:
            self._shown = timeline.playhead
        timeline.playhead = frame
        self._old_stills = int(self._fake.quirks.still_lags)
        self._old_thumbnails = int(self._fake.quirks.thumbnail_lags)

    def exported_frame(self, timeline: TimelineModel) -> int:
        """The frame that a still shows now."""
        if self._old_stills <= 0 or self._shown is None:
            self._shown = None
            return timeline.playhead
        self._old_stills -= 1
        return self._shown

    def shows_thumbnail(self) -> bool:
        """Whether a thumbnail can be had now."""
        if not self._fake.quirks.thumbnails_gate:
            return True
        if self._fake.page != "color" or not self._fake.frontmost:
            return False
        self._old_thumbnails -= 1
        return self._old_thumbnails < 0
