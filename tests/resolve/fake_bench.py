"""A fake Resolve with one clip, for the tests of the fake itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.fake_resolve import FakeResolve, ItemModel, Profile, Quirks
from tests.fake_resolve.standard import warm_lut


class Bench:
    """A fake with one clip, and the objects that tests ask for."""

    def __init__(self, folder: Path, clip: Path, version: str = "20.2", **quirks: Any) -> None:
        edition = quirks.pop("edition", "studio")
        self.folder = folder
        self.fake = FakeResolve(Profile(version, edition), folder, Quirks(**quirks))
        self.model = self.fake.add_item("clip", clip, "A001", frames=24)
        self.project: Any = self.fake.app.GetProjectManager().GetCurrentProject()
        self.timeline: Any = self.project.GetCurrentTimeline()

    @property
    def item(self) -> Any:
        return self.handle(self.model)

    @property
    def graph(self) -> Any:
        return self.item.GetNodeGraph()

    def handle(self, model: ItemModel) -> Any:
        items = self.timeline.GetItemListInTrack("video", model.track)
        return next(item for item in items if item.GetUniqueId() == model.id)

    def lut(self, name: str) -> Path:
        return warm_lut(self.fake.master_lut / name)

    def still(self, name: str = "still.png") -> np.ndarray:
        assert self.project.ExportCurrentFrameAsStill(str(self.folder / name))
        return np.asarray(Image.open(self.folder / name), np.float32) / 255
