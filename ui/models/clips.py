"""The host's clips, which of them is shown, and the one way to call the host."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from core.errors import BestlightError
from core.host.files import FileHost, list_files
from core.host.host import Host
from core.host.types import HostClip, HostState
from core.progress import Progress
from ui.models.trouble import Trouble, trouble_of
from ui.work import Failure, Ticket, Work

T = TypeVar("T")
OpenHost = Callable[[], Host]
POLL_MS = 700
MOST_FILES = 300
URGENT = 0


class ClipsModel(QObject):
    """The clips.

    Every call to the host is made in the lane "host", so that they come from one thread and a host
    that hangs holds up nothing else.

    Args:
        work: does it.
        open_host: opens a host that has clips of its own, such as Resolve; None: plain files, which
            the user brings.

    Attributes:
        clips: in the order of the timeline.
        current: the one that is shown.
        state: where the host stands; None until it has answered.
    """

    clips_changed = Signal()
    current_changed = Signal()
    state_changed = Signal()
    added = Signal()
    trouble = Signal(object)

    def __init__(self, work: Work, open_host: OpenHost | None, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._open_host = open_host
        self._host: Host | None = None
        self._luts: Path | None = None
        self.clips: tuple[HostClip, ...] = ()
        self.current: HostClip | None = None
        self.state: HostState | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._polling = False
        self._followed: HostClip | None = None

    @property
    def of_files(self) -> bool:
        """Whether the clips are files that the user brings."""
        return self._open_host is None

    @property
    def usual_output(self) -> str | None:
        """The output space of a LUT where none is asked for; see `Host.usual_output`."""
        return self._host.usual_output if self._host is not None else None

    @property
    def near(self) -> Path:
        """Where files are likely to be: beside the clip, else where the user keeps films."""
        clip = self.current
        if clip is not None and clip.file is not None:
            return clip.file.parent
        films = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
        return Path(films) if Path(films).is_dir() else Path.home()

    def start(self) -> None:
        """Connect to a host that has clips of its own, and follow it."""
        if not self.of_files:
            self._timer.start()
            self._poll()

    def stop(self) -> None:
        """Follow the host no more."""
        self._timer.stop()

    def ask(
        self,
        do: Callable[[Host, Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Failure], None],
        *,
        key: str = "",
        urgency: int = 5,
        told: Callable[[Any], None] | None = None,
    ) -> Ticket:
        """Call the host; see `Work.submit`."""
        return self._work.submit(
            "host", lambda progress: do(self._opened(), progress), done, failed,
            key=key, urgency=urgency, told=told,
        )  # fmt: skip

    def add_files(self, paths: Sequence[Path], *, show: str = "") -> None:
        """Add files, and the pictures and clips of folders; the first new one is shown.

        Args:
            paths: files and folders; those that are there already are not added again.
            show: id of the clip to be shown instead, where it is among them.
        """
        have = [clip.file for clip in self.clips if clip.file]

        def do(progress: Progress) -> tuple[FileHost, tuple[HostClip, ...], list[str], int]:
            known = {file.absolute() for file in have}
            found, missing = _media(paths)
            new = [file for file in found if file not in known]
            kept = new[: max(MOST_FILES - len(have), 0)]
            host = FileHost([file.absolute() for file in (*have, *kept)], self._luts)
            return host, host.clips("timeline"), missing, len(new) - len(kept)

        def done(answer: tuple[FileHost, tuple[HostClip, ...], list[str], int]) -> None:
            host, clips, refused, left = answer
            old = {clip.id for clip in self.clips}
            self._host, self.clips = host, clips
            self.clips_changed.emit()
            self.added.emit()
            self._say_refused(refused, left)
            fresh = [clip for clip in clips if clip.id not in old]
            shown = next((clip for clip in clips if clip.id == show), None)
            chosen = shown or next(iter(fresh), None)
            if chosen is not None and (shown or self.current is None or len(paths) == 1):
                self.select(chosen)

        self._work.submit("host", do, done, self._failed)

    def remove(self, clip: HostClip) -> None:
        """Take a file from the list; the file itself stays."""
        left = [one.file for one in self.clips if one.file and one.id != clip.id]

        def done(host: FileHost) -> None:
            place = self.clips.index(clip) if clip in self.clips else 0
            self._host, self.clips = host, host.clips("timeline")
            self.clips_changed.emit()
            if self.current is not None and self.current.id == clip.id:
                near = self.clips[min(place, len(self.clips) - 1)] if self.clips else None
                self.select(near)

        self._work.submit("host", lambda _: FileHost(left, self._luts), done, self._failed)

    def select(self, clip: HostClip | None) -> None:
        """Show a clip."""
        if clip == self.current:
            return
        self.current = clip
        self.current_changed.emit()

    def step(self, by: int) -> None:
        """Show the next clip, or the one before."""
        if self.current in self.clips:
            place = self.clips.index(self.current) + by
            if 0 <= place < len(self.clips):
                self.select(self.clips[place])

    def _opened(self) -> Host:
        if self._host is None:
            if self._open_host is None:
                raise BestlightError("no clip is open", hint="drop a clip or a picture here")
            self._host = self._open_host()
        return self._host

    def _poll(self) -> None:
        if self._polling:
            return
        self._polling = True

        def do(host: Host, progress: Progress) -> tuple[HostState, tuple[HostClip, ...]]:
            state = host.state()
            same = self.state is not None and _place(self.state) == _place(state)
            clips = self.clips if same else host.clips("timeline") if state.timeline else ()
            return state, clips

        self.ask(do, self._polled, self._lost, key="state", urgency=URGENT)

    def _polled(self, answer: tuple[HostState, tuple[HostClip, ...]]) -> None:
        self._polling = False
        state, clips = answer
        if state != self.state:
            self.state = state
            self.state_changed.emit()
        if clips != self.clips:
            self.clips = clips
            self.clips_changed.emit()
        # The panel follows the playhead, but a clip chosen in the list stays until that moves.
        if state.current != self._followed:
            self._followed = state.current
            self.select(state.current)

    def _lost(self, failure: Failure) -> None:
        # The host is opened again at the next look, so that a Resolve that comes back is found.
        self._polling = False
        self._host = self._followed = None
        if self.state is not None:
            self.state = None
            self.state_changed.emit()
        self.trouble.emit(trouble_of("host", failure))

    def _failed(self, failure: Failure) -> None:
        self.trouble.emit(trouble_of("clip", failure))

    def _say_refused(self, refused: Sequence[str], left: int) -> None:
        said = []
        if refused:
            shown = ", ".join(refused[:3]) + (", …" if len(refused) > 3 else "")
            count = len(refused)
            said.append(
                self.tr("%n file(s) are not there, or no pictures or clips: ", "", count) + shown
            )
        if left:
            said.append(self.tr("only %1 clips are listed at once; %2 were left out")
                        .replace("%1", str(MOST_FILES)).replace("%2", str(left)))  # fmt: skip
        if said:
            self.trouble.emit(Trouble("files", "; ".join(said), level="note"))


def _place(state: HostState) -> tuple[str, str]:
    return state.project, state.timeline


def _media(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The pictures and clips among paths, and the names of what is none or not there."""
    from core.media import is_media_name

    found: dict[Path, None] = {}
    refused = []
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(file.absolute() for file in list_files([path])))
        elif path.is_file() and is_media_name(path):
            found[path.absolute()] = None
        else:
            refused.append(path.name or str(path))
    return list(found), refused
