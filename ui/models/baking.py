"""The finished LUT of the present look and its health, made whenever the hand rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from core.progress import Progress
from ui.models.clips import ClipsModel
from ui.models.health_words import black_words, clip_words, find_causes, kept_words, plain_words
from ui.models.look import Look
from ui.models.looks import LookModel
from ui.models.preview import PreviewModel, Seen
from ui.models.prompts import KEEP_SKIN
from ui.models.thumbnails import small
from ui.models.trouble import trouble_of
from ui.work import Failure, Work

if TYPE_CHECKING:
    from core.grade.node_lut import NodeLut

REST_MS = 350
Verdict = Literal["none", "checking", "ok", "warning", "fault"]


@dataclass(frozen=True, eq=False)
class Baked:
    """A finished LUT and what it was made from.

    `black` says that black does not stay black, `regions` that less is left of what regions change,
    `causes` by which slider it is, as `find_causes` has them.
    """

    look: Look
    seen: Seen
    output: str | None
    size: int | None
    lut: NodeLut
    black: str
    regions: str
    causes: dict[str, str]


class BakingModel(QObject):
    """Bakes the present look for the clip's node when nothing has moved for a moment.

    Attributes:
        output: name of the output space that is asked for, "same", "display"; None: the usual.
        size: grid steps that are asked for; None: the usual.
    """

    changed = Signal()
    trouble = Signal(object)

    def __init__(
        self,
        work: Work,
        clips: ClipsModel,
        looks: LookModel,
        preview: PreviewModel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work, self._clips, self._looks, self._preview = work, clips, looks, preview
        self.output: str | None = None
        self.size: int | None = None
        self._baked: Baked | None = None
        self._clipped: tuple[Seen, str] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._bake)
        preview.pictures_changed.connect(self._moved)
        preview.busy_changed.connect(self.changed)
        looks.dragging_changed.connect(self._moved)

    def set_options(self, output: str | None, size: int | None) -> None:
        """Ask for another output space or grid."""
        if (output, size) != (self.output, self.size):
            self.output, self.size = output, size
            self._moved()

    @property
    def baked(self) -> Baked | None:
        """The finished LUT of the very look that is asked for now, or None until there is one."""
        return self._baked if self._baked is not None and self._fits(self._baked) else None

    @property
    def wanted_output(self) -> str | None:
        """The output space of the next LUT: as asked for, else the host's usual one."""
        return self.output or self._clips.usual_output

    @property
    def verdict(self) -> Verdict:
        """What the health check says of the present look."""
        seen = self._preview.seen
        if seen is None or self._looks.look.is_empty or self._preview.failed:
            return "none"
        if self.baked is None:
            return "checking"
        return _level(self.baked.lut)

    @property
    def sentence(self) -> str:
        """What may be seen of what the health check found, and what to do; `details` has more."""
        verdict = self.verdict
        if self._preview.failed:
            return self.tr("this look could not be made; the picture is of an earlier one")
        if verdict == "none" and not self._looks.look.is_empty:
            return self.tr("waiting for the picture")
        if verdict == "none":
            return self.tr("nothing is asked for yet")
        if self.baked is None:
            return self.tr("the LUT is being checked")
        sound = self.tr("smooth, in order, nothing folds")
        kept = any(KEEP_SKIN in sentence for sentence in self._looks.look.sentences)
        found, causes = self._found(), self.baked.causes
        said = [sound] if verdict == "ok" else plain_words(found, skin_kept=kept, causes=causes)
        seen = [text for text in (self._clips_words(), self.baked.black) if text]
        said += [*seen, *([self.baked.regions] if self.baked.regions else ())]
        if verdict == "ok" and not seen:
            said.append(self.tr("nothing of this frame newly clips"))
        return "; ".join(said)

    @property
    def harms_frame(self) -> bool:
        """Whether the frame that is seen loses by the look, however sound its LUT is: some of it
        newly clips, or what is black in the clip, as its bars are, does not stay so.
        """
        return self.baked is not None and bool(self.baked.black or self._clips_words())

    def _clips_words(self) -> str:
        """How much of the frame that is seen newly clips; counted once a frame."""
        seen = self._preview.seen
        if seen is None:
            return ""
        if self._clipped is None or self._clipped[0] is not seen:
            self._clipped = seen, clip_words(seen.before, seen.after)
        return self._clipped[1]

    @property
    def details(self) -> str:
        """The health check's own words: its faults, else its warnings, a line each."""
        return "\n".join(self._found()) if self.baked is not None else ""

    def _found(self) -> list[str]:
        return _worst(self.baked.lut) if self.baked is not None else []

    def _moved(self) -> None:
        self.changed.emit()
        if self._looks.dragging or self._preview.busy:
            self._rest.stop()
        elif self.baked is None:
            self._rest.start()

    def _fits(self, baked: Baked) -> bool:
        seen = self._preview.seen
        return (
            seen is not None
            and not self._preview.failed
            and baked.look == self._looks.look
            and baked.seen.grading is seen.grading
            and (baked.output, baked.size) == (self.wanted_output, self.size)
        )

    def _bake(self) -> None:
        seen, output, size = self._preview.seen, self.wanted_output, self.size
        # One frame of a clip is no ground for a LUT's check.
        if seen is None or seen.look.is_empty or not seen.shown.whole:
            return

        def do(_: Progress) -> Baked:
            lut = seen.grading.finished(seen.look.part, output=output, size=size)
            black = black_words(seen.before, seen.after)
            causes = find_causes(_worst(lut), seen.grading, seen.look)
            kept = kept_words(seen.grading, seen.look, small(seen.before))
            return Baked(seen.look, seen, output, size, lut, black, kept, causes)

        def done(baked: Baked) -> None:
            if self._fits(baked):
                self._baked = baked
                self.changed.emit()

        self._work.submit("baking", do, done, self._failed, key="bake")

    def _failed(self, failure: Failure) -> None:
        self.trouble.emit(trouble_of("deliver", failure))


def _level(lut: NodeLut) -> Literal["fault", "warning", "ok"]:
    levels = {finding.level for finding in lut.health.findings}
    return "fault" if "fault" in levels else "warning" if "warning" in levels else "ok"


def _worst(lut: NodeLut) -> list[str]:
    """The health check's faults, else its warnings."""
    level = _level(lut)
    findings = lut.health.findings if level != "ok" else ()
    return [one.text for one in findings if one.level == level]
