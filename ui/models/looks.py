"""The look of the current clip, with undo and redo for each clip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.job.regions import RegionAdjustment
from core.job.table import Row
from ui.models.history import History
from ui.models.look import MOST_WEIGHT, Look, PairReference, Prompt, Reference

GESTURE_MS = 900
MOST_REFERENCES = 12


class LookModel(QObject):
    """The look that is being made.

    Attributes:
        dragging: whether a slider is held.
        clip: id of the clip whose look it is; empty before there is one.
    """

    changed = Signal()
    dragging_changed = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._histories: dict[str, History[Look]] = {}
        self._history = History(Look())
        self.dragging = False
        self.clip = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(GESTURE_MS)
        self._rest.timeout.connect(self._rested)

    @property
    def look(self) -> Look:
        """The present look."""
        return self._history.now

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a step that was taken back can be done again."""
        return self._history.can_redo

    def go_to(self, clip_id: str, kept: Callable[[], History[Look]]) -> None:
        """Turn to a clip; `kept` gives what it has, where it was not seen before."""
        if clip_id not in self._histories:
            self._histories[clip_id] = kept()
        self._history, self.clip = self._histories[clip_id], clip_id
        self.changed.emit()

    def history(self, clip_id: str) -> History[Look] | None:
        """A clip's steps, where it was seen before."""
        return self._histories.get(clip_id)

    def change(self, look: Look, gesture: str = "") -> None:
        """Go on to another look; changes of one `gesture` are one step to be undone."""
        if self._history.change(look, gesture):
            if gesture and not self.dragging:
                self._rest.start()
            self.changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        if self._history.undo():
            self.changed.emit()

    def redo(self) -> None:
        """Do the step that was taken back again."""
        if self._history.redo():
            self.changed.emit()

    def set_value(self, row: Row, value: float) -> None:
        """Move a row of the table of adjustments."""
        self.change(self.look.with_value(row, value), row.field)

    def reset_value(self, row: Row) -> None:
        """Put a row where it changes nothing."""
        self._history.end_gesture()
        self.change(self.look.with_value(row, row.default))

    def change_region(self, wish: RegionAdjustment, gesture: str = "") -> None:
        """Want something else of a region of the shot; what is at rest is wanted no more."""
        if not gesture:
            self._history.end_gesture()
        self.change(self.look.with_region(wish), gesture)

    def print_points(self, red: float, green: float, blue: float) -> None:
        """Add points of printer light, as exposure, temperature and tint.

        Raises:
            UsageError: these sliders do not go so far; nothing is changed.
        """
        from core.adjustments import print_points

        adjustments = print_points(self.look.adjustments, red, green, blue)
        self.change(replace(self.look, adjustments=adjustments), "printer lights")

    def set_dragging(self, dragging: bool) -> None:
        """Say that a slider is held, or let go."""
        if dragging == self.dragging:
            return
        self.dragging = dragging
        self._history.end_gesture()
        self.dragging_changed.emit(dragging)

    def add_references(self, paths: Sequence[Path]) -> int:
        """Add pictures that are not there yet; how many were left out since they are too many."""
        have = {one.path for one in self.look.references}
        new = [path for path in dict.fromkeys(map(str, paths)) if path not in have]
        room = max(MOST_REFERENCES - len(have), 0)
        added = tuple(Reference(path) for path in new[:room])
        self.change(replace(self.look, references=(*self.look.references, *added)))
        return len(new) - len(added)

    def remove_reference(self, path: str) -> None:
        """Take a reference away."""
        left = tuple(one for one in self.look.references if one.path != path)
        self._ask_otherwise(references=left)

    def switch_reference(self, path: str, on: bool) -> None:
        """Let a reference count or not."""
        self._ask_otherwise(references=self._edited(path, lambda one: replace(one, on=on)))

    def weigh_reference(self, path: str, weight: float) -> None:
        """Set a reference's weight; it is brought into 0..10."""
        held = min(max(weight, 0.0), MOST_WEIGHT)
        edited = self._edited(path, lambda one: replace(one, weight=held))
        manner = self.look.manner if held else ""  # without a weight it is not asked
        self.change(replace(self.look, references=edited, manner=manner), f"weight of {path}")

    def set_pair(self, pair: PairReference | None) -> None:
        """Take a before/after pair instead of the present one; None: none."""
        self.change(replace(self.look, pair=pair))

    def switch_pair(self, on: bool) -> None:
        """Let the pair count or not."""
        if self.look.pair is not None:
            self.set_pair(replace(self.look.pair, on=on))

    def add_prompt(self, text: str) -> None:
        """Say one more sentence, on top of those before."""
        self.change(replace(self.look, prompts=(*self.look.prompts, Prompt(text))))

    def edit_prompt(self, index: int, text: str) -> None:
        """Say a sentence anew, all its phrases on."""
        prompts = list(self.look.prompts)
        prompts[index] = Prompt(text)
        self._ask_otherwise(prompts=tuple(prompts))

    def remove_prompt(self, index: int) -> None:
        """Take a sentence back."""
        prompts = [one for place, one in enumerate(self.look.prompts) if place != index]
        self._ask_otherwise(prompts=tuple(prompts))

    def switch_phrase(self, index: int, phrase: str, on: bool) -> None:
        """Let a phrase of a sentence count or not."""
        prompts = list(self.look.prompts)
        off = [one for one in prompts[index].off if one != phrase]
        prompts[index] = replace(prompts[index], off=tuple(off if on else [*off, phrase]))
        self._ask_otherwise(prompts=tuple(prompts))

    def set_phrase(self, index: int, phrase: str, value: float | None) -> None:
        """Set the value of a phrase of a sentence; None: what the words come to."""
        if value is None:
            self._history.end_gesture()
        prompts = list(self.look.prompts)
        prompts[index] = prompts[index].with_value(phrase, value)
        gesture = "" if value is None else f"value of {phrase} in {index}"
        self.change(replace(self.look, prompts=tuple(prompts)), gesture)

    def take(self, look: Look) -> None:
        """Take over a kept look; what the clip's values mean stays as it is."""
        self.change(replace(look, input_space=self.look.input_space))

    def clear(self) -> None:
        """Ask for nothing."""
        self.take(Look())

    def _edited(self, path: str, edit: Callable[[Reference], Reference]) -> tuple[Reference, ...]:
        return tuple(edit(one) if one.path == path else one for one in self.look.references)

    def _ask_otherwise(self, **asked: Any) -> None:
        """Ask for something else, which may have no answer in the manner of the last."""
        self.change(replace(self.look, manner="", **asked))

    def _rested(self) -> None:
        self._history.end_gesture()
