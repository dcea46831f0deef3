"""The whole panel without a widget: its view-models, wired, and the project that they keep."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import BestlightError
from core.files import make_folder, whole_file
from ui.models.baking import BakingModel
from ui.models.blind import BlindModel
from ui.models.candidates import CandidatesModel
from ui.models.choices import ChoicesModel
from ui.models.clip_pictures import ClipPicturesModel
from ui.models.clips import ClipsModel, OpenHost
from ui.models.delivery import DeliveryModel, Told
from ui.models.history import History
from ui.models.library import LibraryModel
from ui.models.look import Look
from ui.models.looks import LookModel
from ui.models.luts import LutsModel
from ui.models.preview import PreviewModel, Seen
from ui.models.project import ClipData, Project, project_as_dict
from ui.models.project_file import ProjectFile, save_project, usual_project
from ui.models.prompts import PromptsModel
from ui.models.references import ReferencesModel
from ui.models.region_reference import RegionReferenceModel
from ui.models.regions import RegionsModel
from ui.models.settings import SettingsModel
from ui.models.shot import ShotModel
from ui.models.shots import ShotsModel
from ui.models.steps import looks_of_steps, rows_of_steps
from ui.models.taste import TasteModel
from ui.models.thumbnails import LISTED, as_jpeg, small
from ui.models.trouble import Trouble, trouble_of
from ui.models.versions import VersionsModel
from ui.models.versus import VersusModel
from ui.work import Failure, Work

SAVE_MS = 800


class PanelModel(QObject):
    """Everything that the panel knows and does.

    Args:
        project_file: where the project is kept.
        open_host: opens a host with clips of its own; None: plain files.

    Attributes:
        troubles: what is wrong now, by topic.
    """

    troubles_changed = Signal()
    told = Signal(str)

    def __init__(self, project_file: Path, open_host: OpenHost | None = None) -> None:
        super().__init__()
        self.work = Work(self)
        self.settings = SettingsModel(self.work, self)
        self._file = ProjectFile(project_file)
        opened = self._open()
        self.project, self.path = opened
        self.clips = ClipsModel(self.work, open_host, self)
        self.clip_pictures = ClipPicturesModel(self.work, self.clips, self.project, self)
        self.looks = LookModel(self)
        self.shot = ShotModel(self.clips, self)
        self.preview = PreviewModel(self.work, self.shot, self.looks, self)
        self.shots = ShotsModel(self.work, self.shot, self.preview, self.project, self)
        self.references = ReferencesModel(self.work, self.looks, self.preview, self)
        self.regions = RegionsModel(self.work, self.looks, self.preview, self.project, self)
        self.region_stills = RegionReferenceModel(
            self.work, self.looks, self.preview, self.regions, self
        )
        self.prompts = PromptsModel(self.work, self.looks, self.project, self)
        self.candidates = CandidatesModel(self.work, self.preview, self.looks, self.project, self)
        self.baking = BakingModel(self.work, self.clips, self.looks, self.preview, self)
        self.delivery = DeliveryModel(
            self.work, self.clips, self.looks, self.baking, self.project, self
        )
        self.library = LibraryModel(self.work, self.preview, self.project, self)
        self.versions = VersionsModel(self.clips, self.looks, self.preview, self.project, self)
        self.choices = ChoicesModel(self.work, self.preview, self)
        self.choices.listen(self.candidates, self.versions, self.delivery)
        self.taste = TasteModel(self.work, self.choices, self.settings, self)
        self.blind = BlindModel(self.work, self.preview, self.candidates, self.choices, self)
        self.versus = VersusModel(self.work, self.preview, self.looks, self)
        self.luts = LutsModel(
            self.work, self.preview, self.versus, self.references, self.project, self
        )
        self._saved: dict[str, Any] = {}
        self._stepped = ""
        self._kept: Seen | None = None
        self._gone: list[Path] = []
        self._space: str | None = None
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(SAVE_MS)
        self._save_timer.timeout.connect(self.save)
        self._wire()

    def start(self, files: Sequence[Path] = ()) -> None:
        """Go on where the project was left, with more files if there are any."""
        self.clips.start()
        self.library.reopen()
        self.choices.read()
        if self.clips.of_files:
            kept = [Path(name) for name in self.project.files]
            there = [path for path in kept if path.is_file()]
            self._gone = [path for path in kept if path not in there]
            if self._gone:
                self._say_gone()
            show = "" if files else self.project.current
            if there or files:
                self.clips.add_files([*there, *files], show=show or _first(files))

    def _say_gone(self) -> None:
        said = self.tr("%n clip(s) of this project are not there: ", "", len(self._gone))
        names = ", ".join(path.name for path in self._gone)
        hint = self.tr("connect their disk and open the panel again; their looks are kept")
        self._trouble(Trouble("gone", said + names[:200], hint, level="note"))

    @property
    def settled(self) -> bool:
        """Whether the present look is on the screen, checked, and nothing is read or written."""
        seen = self.preview.seen
        return (
            seen is not None
            and seen.shown.whole
            and seen.look == self.looks.look
            and not self.preview.busy
            and self.baking.verdict != "checking"
            and not self.prompts.reading
            and not self.references.reading
            and not self.delivery.doing
        )

    @property
    def folder(self) -> Path:
        """Where pictures that came without a file are kept."""
        return (self.path or usual_project()).parent / "pasted"

    def open_sample(self) -> None:
        """Show the shipped clip and still, as copies: LUTs are written beside a clip."""
        folder = (self.path or usual_project()).parent / "sample"

        def done(files: list[Path]) -> None:
            self.clips.add_files(files[:1], show=str(files[0]))
            self.references.add(files[1:])

        def failed(failure: Failure) -> None:
            self._trouble(trouble_of("files", failure))

        self.work.submit("disk", lambda _: _copy_sample(folder), done, failed)

    def say_trouble(self, trouble: Trouble) -> None:
        """Put a trouble on the screen."""
        self._trouble(trouble)

    def dismiss(self, topic: str) -> None:
        """Take a trouble off the screen."""
        if self.troubles.pop(topic, None) is not None:
            self.troubles_changed.emit()

    def put_away(self, topic: str) -> None:
        """Take a trouble off the screen at the user's wish; a clip's note does not come back."""
        trouble = self.troubles.get(topic)
        if trouble is not None and self._is_clips_note(trouble):
            self.project.put_away(self._note_key(trouble))
            self._keep()
        self.dismiss(topic)

    def save(self) -> None:
        """Have the project written, whole or not at all, where it differs from what was written."""
        self._keep_steps()
        data = project_as_dict(self.project)
        if data == self._saved or self.path is None:
            return
        path = self.path

        def done(_: None) -> None:
            self._saved = data
            self.dismiss("saving")

        self.work.submit(
            "disk", lambda _: save_project(path, data), done, self._not_saved, key="save"
        )

    def close(self) -> tuple[str, ...]:
        """Stop all work and save; what was still being done, by name of its lane."""
        self.clips.stop()
        self.delivery.stop()
        self._save_timer.stop()
        left = self.work.close()
        self._keep_steps()
        data = project_as_dict(self.project)
        try:
            self.choices.write()
            if data != self._saved and self.path is not None:
                save_project(self.path, data)
        except BestlightError as error:
            self._not_saved(Failure(error.message, error.hint))
        finally:
            self._file.close()
        return left

    def _open(self) -> tuple[Project, Path | None]:
        self.troubles: dict[str, Trouble] = {}
        try:
            opened = self._file.open()
        except BestlightError as error:
            self.troubles["project"] = Trouble("project", error.message, error.hint)
            return Project(), None
        if opened.notes:
            said = "; ".join(opened.notes)
            self.troubles["project"] = Trouble("project", said, opened.hint, level="note")
        return opened.project, opened.path

    def _wire(self) -> None:
        for model in (self.clips, self.shot, self.preview, self.references, self.prompts,
                      self.candidates, self.baking, self.delivery, self.library, self.choices,
                      self.blind, self.versus, self.luts, self.settings, self.shots,
                      self.regions, self.region_stills):  # fmt: skip
            model.trouble.connect(self._trouble)
        for model in (self.preview, self.prompts, self.regions, self.region_stills):
            model.well.connect(self.dismiss)
        self.clips.clips_changed.connect(self._clips_changed)
        self.clips.added.connect(lambda: self.dismiss("files"))
        self.clips.current_changed.connect(self._current_changed)
        self.clips.state_changed.connect(self._state_changed)
        self.looks.changed.connect(self._look_changed)
        self.baking.changed.connect(self._keep_picture)
        self.delivery.project_changed.connect(self._keep)
        self.versions.project_changed.connect(self._keep)
        self.library.project_changed.connect(self._keep)
        self.luts.project_changed.connect(self._keep)
        self.shots.project_changed.connect(self._keep)
        self.regions.project_changed.connect(self._keep)
        for model in (self.regions, self.region_stills, self.prompts):
            model.told_user.connect(self.told)
        self.candidates.project_changed.connect(self._keep)
        self.delivery.done.connect(self._done)
        self.delivery.taken_back.connect(self.versions.keep_taken_back)
        for model in (self.taste, self.settings):
            model.changed.connect(self._order_candidates)
        self.versions.told.connect(self.told)

    def _order_candidates(self) -> None:
        self.candidates.own_order = self.taste.weights

    def _done(self, told: Told) -> None:
        self.dismiss("deliver")
        self.told.emit(told.text)

    def _clips_changed(self) -> None:
        if self.clips.of_files:
            here = [str(clip.file) for clip in self.clips.clips if clip.file]
            self.project.files = [*here, *(str(path) for path in self._gone)]
            self._keep()

    def _current_changed(self) -> None:
        clip = self.clips.current
        for topic in ("clip", "preview", "deliver"):
            self.dismiss(topic)
        if clip is None:
            self.shot.read(None, None)
            return
        self._keep_steps()
        self.project.current = self._stepped = clip.id
        data = self.project.clip(clip.id)
        look = data.look
        self.shot.read(None, None)  # nothing of the last clip is shown under this one's look
        self._space = look.input_space
        self.looks.go_to(clip.id, lambda: self._history(data))
        self.shot.read(clip, look.input_space)
        self._keep()

    def _look_changed(self) -> None:
        clip = self.clips.current
        if clip is None:
            return
        look = self.looks.look
        self.project.clip(clip.id).look = look
        if look.input_space != self._space:
            self._space = look.input_space
            self.dismiss("clip")  # what was said of a guess is answered
            self.shot.read(clip, look.input_space)
        self._keep()

    def _keep_picture(self) -> None:
        """Keep how the clip looks, for the list of the next session."""
        seen, clip = self.preview.seen, self.clips.current
        rests = seen is not None and not self.preview.busy and not self.looks.dragging
        if rests and seen and clip and seen.shown.clip.id == clip.id and seen is not self._kept:
            self._kept = seen
            bare = seen.look.is_empty
            self.project.clip(clip.id).picture = b"" if bare else as_jpeg(small(seen.after, LISTED))
            self._keep()

    def _state_changed(self) -> None:
        if self.clips.state is not None:
            self.dismiss("host")
        state = self.clips.state
        if state is not None and not state.writable:
            self._trouble(Trouble("host", state.reason, level="note"))

    def _history(self, data: ClipData) -> History[Look]:
        past, future = (looks_of_steps(data.look, rows) for rows in (data.undo, data.redo))
        if len(past) < len(data.undo) or len(future) < len(data.redo):
            note = self.tr("some steps of undo were damaged in the project's file and are left out")
            self._trouble(Trouble("steps", note, level="note"))
        return History(data.look, past, future)

    def _keep_steps(self) -> None:
        """Keep the steps of the clip whose look was changed last."""
        history = self.looks.history(self._stepped)
        if history is not None:
            data = self.project.clip(self._stepped)
            data.undo = rows_of_steps(history.now, history.past)
            data.redo = rows_of_steps(history.now, history.future)

    def _keep(self) -> None:
        self._save_timer.start()

    def _not_saved(self, failure: Failure) -> None:
        self._trouble(trouble_of("saving", failure))

    def _is_clips_note(self, trouble: Trouble) -> bool:
        return trouble.topic == "clip" and trouble.level == "note"

    def _note_key(self, trouble: Trouble) -> str:
        return f"{self.clips.current.id if self.clips.current else ''}: {trouble.message}"

    def _trouble(self, trouble: Trouble) -> None:
        if self._is_clips_note(trouble) and self._note_key(trouble) in self.project.notes_read:
            return
        self.troubles[trouble.topic] = trouble
        self.troubles_changed.emit()


def _copy_sample(folder: Path) -> list[Path]:
    from core.demo import sample_clip, sample_still

    make_folder(folder)
    copies = []
    for source in (sample_clip(), sample_still()):
        copies.append(folder / source.name)
        if not copies[-1].exists():
            with whole_file(copies[-1], force=False) as part:
                shutil.copyfile(source, part)
    return copies


def _first(files: Sequence[Path]) -> str:
    return str(files[0].absolute()) if files else ""
