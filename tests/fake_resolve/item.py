"""TimelineItem: a clip, title, generator or transition on a timeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.fake_resolve.graph import ColorGroup, Graph
from tests.fake_resolve.model import ItemModel, Node, TimelineModel, copied
from tests.fake_resolve.picture import export_frame, through_nodes
from tests.fake_resolve.remote import Far, grown, since, studio
from tests.fake_resolve.trivial import with_trivial
from tests.fake_resolve.versions import Versioned

if TYPE_CHECKING:
    from tests.fake_resolve.fake import FakeResolve

_LUT_SIZES = {0: 17, 1: 33, 2: 65}
_CDL_TYPED = ("NodeIndex", "Saturation")
_TYPES = {"title": "generator", "generator": "generator", "transition": "transition"}
_PROPERTIES = {"Pan": 0.0, "Tilt": 0.0, "ZoomX": 1.0, "ZoomY": 1.0, "Opacity": 100.0}


@with_trivial
class TimelineItem(Versioned):
    """An item of a timeline."""

    @classmethod
    def of(cls, fake: FakeResolve, model: ItemModel) -> TimelineItem:
        """The far side of an item of the open project."""
        return cls(fake, model)

    def _timeline(self) -> TimelineModel | None:
        timelines = self.project.timelines
        return next((line for line in timelines if self.model in line.items), None)

    def alive(self) -> bool:
        return super().alive() and self._timeline() is not None

    def GetName(self) -> str:
        return self.model.name

    @since("20.2")
    def SetName(self, name: str) -> bool:
        self.model.name = name
        return True

    def GetUniqueId(self) -> str:
        return self.model.id

    @staticmethod
    def _frames(value: float, precise: bool | None) -> float:
        return float(value) if precise else round(value)

    @grown("19.0", "subframe_precision")
    def GetStart(self, subframe_precision: bool | None = None) -> float:
        return self._frames(self.model.start, subframe_precision)

    @grown("19.0", "subframe_precision")
    def GetEnd(self, subframe_precision: bool | None = None) -> float:
        return self._frames(self.model.end, subframe_precision)

    @grown("19.0", "subframe_precision")
    def GetDuration(self, subframe_precision: bool | None = None) -> float:
        return self._frames(self.model.frames, subframe_precision)

    def _per_frame(self) -> float:
        """Media frames per timeline frame."""
        timeline, media = self._timeline(), self.model.media
        if timeline is None or media is None:
            return self.model.speed
        return self.model.speed * media.fps / timeline.fps

    @grown("19.0", "subframe_precision")
    def GetLeftOffset(self, subframe_precision: bool | None = None) -> float:
        return self._frames(self.model.source_start / self._per_frame(), subframe_precision)

    @grown("19.0", "subframe_precision")
    def GetRightOffset(self, subframe_precision: bool | None = None) -> float:
        media = self.model.media
        length = 0 if media is None else media.frames / self._per_frame()
        before = self.model.source_start / self._per_frame()
        return self._frames(max(0, length - before - self.model.frames), subframe_precision)

    @since("19.0")
    def GetSourceStartFrame(self) -> int:
        wrong = self.fake.quirks.source_start_off_by_one and self.model.source_start > 0
        return self.model.source_start + wrong

    @since("19.0")
    def GetSourceEndFrame(self) -> int:
        return self.model.source_start + round(self.model.frames * self._per_frame()) - 1

    def _seconds(self, frame: float) -> float:
        return frame / (24.0 if self.model.media is None else self.model.media.fps)

    @since("19.0")
    def GetSourceStartTime(self) -> float:
        return self._seconds(self.model.source_start)

    @since("19.0")
    def GetSourceEndTime(self) -> float:
        return self._seconds(self.model.source_start + self.model.frames * self._per_frame())

    def GetMediaPoolItem(self) -> Far | None:
        from tests.fake_resolve.pool import MediaPoolItem

        media = self.model.media
        return None if media is None else MediaPoolItem(self.fake, media)

    def GetProperty(self, propertyKey: str | None = None) -> Any:
        if self.fake.rendering and self.fake.quirks.render_hides_properties:
            return None
        if self.model.kind == "transition":
            return {}
        known = {**_PROPERTIES, **self.model.properties}
        return known.get(propertyKey) if propertyKey else known

    def SetProperty(self, propertyKey: str, propertyValue: Any) -> bool:
        if self.model.kind == "transition" or propertyKey not in _PROPERTIES:
            return False
        self.model.properties[propertyKey] = propertyValue
        return True

    @since("21.1")
    def GetProperties(self) -> dict[str, Any] | None:
        return self.GetProperty()

    @since("21.1")
    def SetProperties(self, properties: dict[str, Any]) -> bool:
        return all([self.SetProperty(key, value) for key, value in properties.items()])

    @since("21.1")
    def GetType(self) -> str:
        return _TYPES.get(self.model.kind, "video")

    @since("18.5")
    def GetClipEnabled(self) -> bool:
        return self.model.enabled

    @since("18.5")
    def SetClipEnabled(self, Bool: bool) -> bool:
        self.model.enabled = bool(Bool)
        return True

    def SetClipColor(self, colorName: str) -> bool:
        lost = self.model.media is None and self.fake.quirks.title_colour_not_kept
        return True if lost else super().SetClipColor(colorName)

    def GetFusionCompCount(self) -> int:
        return self.model.fusion_comps

    def GetFusionCompNameList(self) -> list[str]:
        return [f"Composition {n}" for n in range(1, self.model.fusion_comps + 1)]

    @since("19.0")
    def GetTrackTypeAndIndex(self) -> list[Any]:
        return ["video", self.model.track]

    # --- the grade

    def _graph(self) -> Graph:
        return Graph(self, lambda: self.model.nodes)

    @since("19.0")
    def GetNodeGraph(self, layerIdx: int | None = None) -> Graph | None:
        layer = 1 if layerIdx is None else int(layerIdx)
        if not self.model.gradable or not 1 <= layer <= 1 + len(self.model.layers):
            return None
        if layer == 1:
            return self._graph()
        return Graph(self, lambda: self.model.layers[layer - 2])

    @since("18.1", "21.1")
    def GetNumNodes(self) -> int:
        return self._graph().GetNumNodes()

    @since("18.1", "21.1")
    def SetLUT(self, nodeIndex: int, lutPath: str) -> bool:
        return self._graph().SetLUT(nodeIndex, lutPath)

    @since("18.1", "21.1")
    def GetLUT(self, nodeIndex: int) -> str | None:
        return self._graph().GetLUT(nodeIndex)

    @since("18.5", "21.1")
    def GetNodeLabel(self, nodeIndex: int) -> str | None:
        return self._graph().GetNodeLabel(nodeIndex)

    def SetCDL(self, cdlMap: dict[str, Any]) -> bool:
        index = str(cdlMap.get("NodeIndex", ""))
        nodes, wanted = self.model.nodes, self.fake.quirks.cdl_typing
        typed = {"text": str, "numbers": int | float}.get(wanted, object)
        if not all(isinstance(cdlMap.get(k, ""), typed) for k in _CDL_TYPED if k in cdlMap):
            return False
        if not index.isdigit() or not 1 <= int(index) <= len(nodes):
            return False
        if not nodes[int(index) - 1].keyframes:  # else it says so, and changes nothing
            nodes[int(index) - 1].cdl = dict(cdlMap)
        return True

    @since("21.2")
    def GetCDL(self) -> dict[str, Any] | None:
        if self.fake.quirks.get_cdl == "none" or not self.model.nodes:
            return None
        held = self.model.nodes[0].cdl or {}
        plain = {"Slope": "1 1 1", "Offset": "0 0 0", "Power": "1 1 1", "Saturation": 1.0}
        return {**plain, **held, "NodeIndex": 1}

    @since("21.1.2")
    def ExportFrame(self, *arguments: Any) -> Any:
        timeline = self._timeline()
        if timeline is None:
            return False
        if self.fake.quirks.export_frame == "timeline":
            return None
        return export_frame(self.fake, timeline, self.model.start, self.model.frames, arguments)

    def CopyGrades(self, tgtTimelineItems: list[Far]) -> bool:
        here = self._timeline()
        for target in tgtTimelineItems:
            nodes = target.model.nodes
            elsewhere = here is None or target.model not in here.items
            if elsewhere and not self.fake.quirks.copy_grades_across:
                continue
            graded = any(node.lut or node.tools or node.cdl for node in nodes)
            if graded and not self.fake.quirks.copy_grades_overwrites:
                return False
            nodes[:] = copied(self.model.nodes)
        return True

    @since("20.2")
    def ResetAllNodeColors(self) -> bool:
        self.model.nodes[:] = [Node(label=node.label) for node in self.model.nodes]
        return True

    @since("19.0")
    def ExportLUT(self, exportType: float, path: str) -> bool:
        from core.lut.files import write_lut
        from core.lut.lut3d import Lut3D

        if self.fake.quirks.exportlut_gate and self.fake.page != "color":
            return False
        size = _LUT_SIZES.get(int(exportType))
        if size is None or not Path(path).parent.is_dir():
            return False
        file = Path(path)
        file = file if file.suffix == ".cube" else file.with_name(file.name + ".cube")
        nodes = self.model.nodes
        if not self.fake.quirks.exportlut_keys:
            nodes = [node for node in nodes if node.key is None]
        lut = Lut3D.from_function(lambda rgb: through_nodes(self.fake, rgb, nodes), size)
        write_lut(lut, file, force=True)
        return True

    @since("19.0")
    def GetColorGroup(self) -> ColorGroup | None:
        group = self.model.group
        return None if group is None else ColorGroup(self.fake, group)

    @since("19.0")
    def AssignToColorGroup(self, colorGroup: Far) -> bool:
        if not self.model.gradable or not isinstance(colorGroup, ColorGroup):
            return False
        self.model.group = colorGroup.model
        return True

    @since("19.0")
    def RemoveFromColorGroup(self) -> bool:
        was = self.model.group is not None
        self.model.group = None
        return was

    @since("18.5", "19.1")
    def ApplyArriCdlLut(self) -> bool:
        return False

    # --- Studio

    @since("18.5")
    @studio
    def CreateMagicMask(self, mode: str) -> bool:
        return mode in ("F", "B", "BI")

    @since("18.5")
    @studio
    def RegenerateMagicMask(self) -> bool:
        return True

    @since("18.5")
    @studio
    def Stabilize(self) -> bool:
        return True

    @since("18.5")
    @studio
    def SmartReframe(self) -> bool:
        return True
