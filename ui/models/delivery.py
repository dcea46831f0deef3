"""Applying, taking back, exporting, and what stands on the clip: said honestly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from core.grade.label import free_lut_file, name_look, name_lut_file
from core.host.files import write_for_file
from core.host.host import Host
from core.host.types import Attached, HostClip, Reverted
from core.job.job import SIZES
from core.progress import Progress
from ui.models.attaching import Standing, attach_to, digest_of, label_of, stands
from ui.models.baking import BakingModel
from ui.models.clips import ClipsModel
from ui.models.install_places import Program
from ui.models.look import Look
from ui.models.looks import LookModel
from ui.models.project import Applied, Project
from ui.models.stages import stage_words
from ui.models.thumbnails import as_jpeg, small
from ui.models.trouble import trouble_of
from ui.work import Failure, Ticket, Work

CHECK_MS = 2000


@dataclass(frozen=True)
class Told:
    """Something that was done, for the user.

    Attributes:
        text: in a sentence.
        file: the file that came of it, where there is one.
    """

    text: str
    file: Path | None = None


class DeliveryModel(QObject):
    """Brings the present look to the host and to files.

    Attributes:
        doing: what is being done, in a few words; empty: nothing.
        share: of it that is done, 0..1.
    """

    changed = Signal()
    done = Signal(object)
    trouble = Signal(object)
    project_changed = Signal()
    applied_look = Signal(object)
    taken_back = Signal(str, object)

    def __init__(
        self,
        work: Work,
        clips: ClipsModel,
        looks: LookModel,
        baking: BakingModel,
        project: Project,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work, self._clips, self._looks, self._baking = work, clips, looks, baking
        self.project = project
        self.doing = ""
        self.share = 0.0
        self._ticket: Ticket | None = None
        self._told_of: dict[str, Told] = {}
        self._for = ""
        self._looked_at: dict[str, Standing] = {}
        looks.changed.connect(self.changed)
        baking.changed.connect(self.changed)
        clips.current_changed.connect(self.check)
        self._watch = QTimer(self)
        self._watch.setInterval(CHECK_MS)
        self._watch.timeout.connect(self._look)
        self._watch.start()

    def stop(self) -> None:
        """Watch what was applied no more."""
        self._watch.stop()

    @property
    def of_files(self) -> bool:
        """Whether what is applied is a LUT file beside the clip, not a node of a host's."""
        return self._clips.of_files

    @property
    def near(self) -> Path:
        """Where a search for a folder begins: beside the clip."""
        return self._clips.near

    @property
    def last(self) -> Told:
        """What was done for the current clip last."""
        clip = self._clips.current
        return self._told_of.get(clip.id if clip else "", Told(""))

    @property
    def applied(self) -> Applied | None:
        """What was put on the current clip last and not taken back."""
        clip = self._clips.current
        data = self.project.clips.get(clip.id) if clip else None
        return data.applied[-1] if data and data.applied else None

    @property
    def standing(self) -> Standing:
        """How the present look stands to what is on the clip."""
        clip, applied = self._clips.current, self.applied
        if clip is None:
            return "none"
        if applied is not None:
            found = self._looked_at.get(clip.id, "applied")
            if found != "applied":
                return found
            if applied.look == self._looks.look:
                return "applied"
        return "none" if self._looks.look.is_empty and applied is None else "preview"

    @property
    def can_apply(self) -> bool:
        """Whether there is a finished LUT to be put on the clip, and nothing is being done."""
        return self._baking.baked is not None and not self.doing

    @property
    def can_revert(self) -> bool:
        """Whether something can be taken back."""
        return self.applied is not None and not self.doing

    def check(self) -> None:
        """See whether what was put on the current clip is still there, as it was written."""
        self.changed.emit()
        self._look()

    def _look(self) -> None:
        clip, applied = self._clips.current, self.applied
        if clip is None or applied is None or self.doing:
            return

        def found(standing: Standing) -> None:
            data = self.project.clip(clip.id)
            if not data.applied or data.applied[-1] is not applied or self.doing:
                return  # another was put there meanwhile
            if self._looked_at.get(clip.id, "applied") != standing:
                self._looked_at[clip.id] = standing
                self.changed.emit()

        self._work.submit(
            "disk", lambda _: stands(applied), found, lambda _: None, key=f"check {clip.id}"
        )

    def apply(self, *, accept_faults: bool = False) -> None:
        """Put the present look on the current clip."""
        clip, baked = self._clips.current, self._baking.baked
        if clip is None or baked is None or self.doing:
            return
        label = label_of(baked, clip)

        def do(host: Host, progress: Progress) -> tuple[Attached, str]:
            attached = host.attach(clip, baked.lut, label, accept_faults=accept_faults)
            return attached, digest_of(attached.file)

        def done(answer: tuple[Attached, str]) -> None:
            self._record(clip, baked.look, *answer, as_jpeg(small(baked.seen.after)))
            self.applied_look.emit(baked.look)
            attached = answer[0]
            notes = "; ".join(attached.notes)
            told = self.tr("applied as %1").replace("%1", attached.version)
            self._finish(f"{told}; {notes}" if notes else told, attached.file)

        self._begin(self.tr("Putting the LUT on the clip"))
        self._clips.ask(do, done, self._failed)

    def apply_to(self, clips: Sequence[HostClip]) -> None:
        """Put the present look on several clips: one look, levelled to the current one's scene."""
        hero = self._clips.current
        look, output, size = self._looks.look, self._baking.wanted_output, self._baking.size
        if not clips or look.is_empty or self.doing:
            return

        def do(host: Host, progress: Progress) -> tuple[list[tuple[HostClip, Attached, str]], str]:
            plain = replace(look, input_space=None)
            return attach_to(host, clips, plain, output, size, progress, hero)

        def done(answer: tuple[list[tuple[HostClip, Attached, str]], str]) -> None:
            rows, notes = answer
            for clip, attached, digest in rows:
                self._record(clip, look, attached, digest)
            told = self.tr("applied to %n clip(s)", "", len(rows))
            self._finish(f"{told}; {notes}" if notes else told)

        self._begin(self.tr("One look for %n clip(s)", "", len(clips)))
        self._ticket = self._clips.ask(do, done, self._failed, told=self._told)

    def revert(self) -> None:
        """Take back what was put on the current clip last; its look is kept."""
        clip, applied = self._clips.current, self.applied
        if clip is None or applied is None or self.doing:
            return

        def done(reverted: Reverted) -> None:
            data = self.project.clip(clip.id)
            if data.applied:
                data.applied.pop()
            self._looked_at.pop(clip.id, None)
            self.taken_back.emit(clip.id, applied)
            self.project_changed.emit()
            self._finish("; ".join((self._reverted(reverted, applied), *reverted.notes)))
            self.check()

        self._begin(self.tr("Taking the LUT back"))
        self._clips.ask(lambda host, _: host.revert(clip), done, self._failed)

    def _reverted(self, reverted: Reverted, applied: Applied) -> str:
        file = Path(applied.file)
        if self.of_files and reverted.removed and not file.exists():
            told = self.tr("taken back, file removed: %2; the clip is at %1")
        else:
            told = self.tr("taken back; the clip is at %1")
        return told.replace("%1", reverted.version).replace("%2", file.name)

    def export(self, path: Path, *, accept_faults: bool = False, force: bool = True) -> None:
        """Write the finished LUT to a file, in the format of its suffix."""
        clip, baked = self._clips.current, self._baking.baked
        if clip is None or baked is None or self.doing:
            return
        label = label_of(baked, clip)

        def do(progress: Progress) -> None:
            write_for_file(
                baked.lut, path, clip.name, label, accept_faults=accept_faults, force=force
            )

        self._begin(self.tr("Writing the LUT"))
        self._ticket = self._work.submit(
            "delivery",
            do,
            lambda _: self._finish(self.tr("written: %1").replace("%1", str(path)), path),
            self._failed,
        )

    @property
    def lut_file(self) -> Path:
        """The file that the finished LUT would be written to beside the clip."""
        clip, look = self._clips.current, self._looks.look
        if clip is None:
            return self.near / "look.cube"
        name = name_lut_file(Path(clip.name).stem, name_look(look.job(clip.name)))
        return free_lut_file(self.near, name)

    @property
    def technical(self) -> bool:
        """Whether the finished LUT takes a camera's values, not display values."""
        baked = self._baking.baked
        return baked is not None and baked.lut.source.kind in ("log", "linear")

    def install(self, program: Program, folder: Path, *, accept_faults: bool = False) -> None:
        """Write the finished LUT for a program, under a name that is free in the folder."""
        clip, baked = self._clips.current, self._baking.baked
        if clip is None or baked is None or self.doing:
            return
        label = label_of(baked, clip)

        def do(progress: Progress) -> Path:
            lut = baked.lut
            if lut.table.size > program.largest:
                size = max(size for size in SIZES if size <= program.largest)
                lut = baked.seen.grading.finished(baked.look.part, output=baked.output, size=size)
            name = name_lut_file(Path(clip.name).stem, label.look, anywhere=True)
            path = free_lut_file(folder, name, program.suffix)
            write_for_file(lut, path, clip.name, label, accept_faults=accept_faults)
            return path

        def done(path: Path) -> None:
            then = QCoreApplication.translate("Install", program.then).replace("%1", folder.name)
            written = self.tr("written: %1").replace("%1", str(path))
            self._finish(f"{written}; {then}", path)

        self._begin(self.tr("Writing the LUT"))
        self._ticket = self._work.submit("delivery", do, done, self._failed)

    def deliver(self, folder: Path, *, accept_faults: bool = False) -> None:
        """Write LUT, graded clip and report into a folder."""
        clip, look = self._clips.current, self._looks.look
        if clip is None or clip.file is None or look.is_empty or self.doing:
            return
        job = look.job(
            str(clip.file),
            output=str(folder),
            output_space=self._baking.output,
            size=self._baking.size,
            accept_faults=accept_faults,
        )

        def do(progress: Progress) -> str:
            from core.grade.deliver import run_grade

            return run_grade(job, progress, codec=None, force=False).outputs["report"]

        self._begin(self.tr("Rendering the graded clip"))
        self._ticket = self._work.submit(
            "delivery",
            do,
            lambda report: self._finish(self.tr("written: %1").replace("%1", report), Path(report)),
            self._failed,
            told=self._told,
        )

    def cancel(self) -> None:
        """Stop what is being done; what is on a clip by then stays, and is said."""
        if self._ticket is not None:
            self._ticket.stop()

    def _record(
        self,
        clip: HostClip,
        look: Look,
        attached: Attached,
        digest: str,
        picture: bytes = b"",
    ) -> None:
        self.project.clip(clip.id).applied.append(
            Applied(
                look,
                attached.version,
                attached.before,
                str(attached.file),
                digest,
                self._baking.output,
                self._baking.size,
                picture,
            )
        )
        self._looked_at[clip.id] = "applied"
        self.project_changed.emit()

    def _begin(self, what: str) -> None:
        self.doing, self.share, self._ticket = what, 0.0, None
        self._for = self._clips.current.id if self._clips.current else ""
        self.changed.emit()

    def _told(self, update: object) -> None:
        stage, share = getattr(update, "stage", ""), getattr(update, "share", 0.0)
        if self.doing:
            self.doing, self.share = stage_words(stage) or self.doing, share
            self.changed.emit()

    def _finish(self, told: str, file: Path | None = None) -> None:
        self.doing, self.share, self._ticket = "", 0.0, None
        self._told_of[self._for] = Told(told, file)
        self.done.emit(self._told_of[self._for])
        self.changed.emit()

    def _failed(self, failure: Failure) -> None:
        if failure.stopped:
            self._finish(self.tr("stopped; nothing was written"))
            return
        self.doing, self.share, self._ticket = "", 0.0, None
        self.trouble.emit(trouble_of("deliver", failure))
        self.changed.emit()
