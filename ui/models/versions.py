"""Looks that were kept: versions of a clip, and memories A to Z of the whole project."""

from __future__ import annotations

import datetime
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.grade.label import name_look
from ui.models.clips import ClipsModel
from ui.models.look import Look
from ui.models.looks import LookModel
from ui.models.preview import PreviewModel
from ui.models.project import LETTERS, Applied, ClipData, Project, Version
from ui.models.thumbnails import as_jpeg, small


class VersionsModel(QObject):
    """The current clip's versions and the project's memories."""

    changed = Signal()
    project_changed = Signal()
    starred = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        clips: ClipsModel,
        looks: LookModel,
        preview: PreviewModel,
        project: Project,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._clips, self._looks, self._preview = clips, looks, preview
        self.project = project
        clips.current_changed.connect(self.changed)

    @property
    def versions(self) -> tuple[Version, ...]:
        """Of the current clip, oldest first."""
        data = self._data()
        return tuple(data.versions) if data else ()

    def found(self, text: str) -> tuple[int, ...]:
        """The places of the versions whose name or sentences hold some words; "" finds all."""
        wanted = text.casefold().split()
        return tuple(
            place
            for place, version in enumerate(self.versions)
            if all(word in _searched(version) for word in wanted)
        )

    def keep(self) -> None:
        """Keep the present look as a version."""
        data, seen = self._data(), self._preview.seen
        if data is None or seen is None or self._looks.look.is_empty:
            return
        look = self._looks.look
        self._append(data, look, name_of(look), as_jpeg(small(seen.after)))

    def _append(self, data: ClipData, look: Look, called: str, thumbnail: bytes) -> None:
        name = f"{len(data.versions) + 1}  {called}"
        made = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        data.versions.append(Version(name, look, made, thumbnail=thumbnail))
        self.told.emit(self.tr("kept under Versions: %1").replace("%1", name))
        self._changed()

    def keep_taken_back(self, clip_id: str, applied: Applied) -> None:
        """Keep a look that was taken off a clip, unless that has it anyway."""
        data, look = self.project.clip(clip_id), applied.look
        if look == data.look or look in [one.look for one in data.versions]:
            return
        taken = self.tr("taken back")
        self._append(data, look, f"{taken}: {name_of(look)}", applied.picture)

    def recall(self, place: int) -> None:
        """Take a version's look."""
        self._looks.take(self.versions[place].look)

    def rename(self, place: int, name: str) -> None:
        """Call a version otherwise."""
        self._replace(place, replace(self.versions[place], name=name.strip() or "?"))

    def star(self, place: int) -> None:
        """Mark a version, or no longer."""
        version = self.versions[place]
        self._replace(place, replace(version, starred=not version.starred))
        if not version.starred:
            self.starred.emit(version.look)

    def remove(self, place: int) -> None:
        """Forget a version."""
        data = self._data()
        if data is not None:
            del data.versions[place]
            self._changed()

    def remember(self, letter: str) -> None:
        """Keep the present look under a letter."""
        if letter in LETTERS and not self._looks.look.is_empty:
            self.project.memories[letter] = replace(self._looks.look, input_space=None)
            self.told.emit(self.tr("memory %1 holds this look").replace("%1", letter))
            self._changed()

    def recall_memory(self, letter: str) -> None:
        """Take the look that is kept under a letter."""
        look: Look | None = self.project.memories.get(letter)
        if look is None:
            hint = self.tr("memory %1 is empty; Alt+Shift+%1 keeps the present look there")
            self.told.emit(hint.replace("%1", letter))
        elif self._clips.current is not None:
            self._looks.take(look)
            self.told.emit(self.tr("memory %1").replace("%1", letter))

    def _data(self) -> ClipData | None:
        clip = self._clips.current
        return self.project.clip(clip.id) if clip else None

    def _replace(self, place: int, version: Version) -> None:
        data = self._data()
        if data is not None:
            data.versions[place] = version
            self._changed()

    def _changed(self) -> None:
        self.changed.emit()
        self.project_changed.emit()


def name_of(look: Look) -> str:
    """A few words for a look: its references, and what is said on top."""
    job = look.job("clip")
    bare = replace(job, prompt=(), weights=None)
    of_pictures = name_look(bare) if look.used or look.used_pair else ""
    said = name_look(job) if look.sentences or not of_pictures else ""
    return ", ".join(part for part in (of_pictures, said) if part)


def _searched(version: Version) -> str:
    said = " ".join(version.look.sentences)
    names = " ".join(one.name for one in version.look.used)
    pair = version.look.pair.name if version.look.used_pair and version.look.pair else ""
    return f"{version.name} {said} {names} {pair}".casefold()
