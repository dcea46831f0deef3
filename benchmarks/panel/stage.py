"""A real panel with real clips, driven from a script: what benchmark and screenshots stand on."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QLocale, QSettings
from PySide6.QtWidgets import QApplication

from core.demo import sample_clip, sample_still
from ui.app import translate
from ui.models.panel import PanelModel
from ui.models.project_file import HOME_VARIABLE
from ui.theme import apply_theme
from ui.window.main_window import PanelWindow

YIELD = 0.001  # s; asking without a pause would keep Python from the threads that work
PATIENCE = 300.0


def application() -> QApplication:
    """The one application of the process, in the panel's look."""
    found = QApplication.instance()
    made = found if isinstance(found, QApplication) else QApplication(["panel"])
    apply_theme(made)
    translate(made, QLocale("en"))  # which knows one from many
    return made


class Stage:
    """A panel on a folder of its own.

    Args:
        folder: an empty one; clips, project and LUTs go there.
        shown: whether the window is shown at once.
    """

    def __init__(self, folder: Path, *, shown: bool = True) -> None:
        self.application = application()
        self.folder = folder
        os.environ[HOME_VARIABLE] = str(folder / "home")  # the user's choices stay as they are
        self.model = PanelModel(folder / "project.json")
        settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self.window = PanelWindow(self.model, settings)
        if shown:
            self.window.show()

    def clip(self, name: str = "terrace.mov") -> Path:
        """The sample clip under a name of its own."""
        path = self.folder / name
        shutil.copy(sample_clip(), path)
        return path

    def cut_clip(self, name: str = "edit.mov") -> Path:
        """The sample's frames as four shots: the whole frame and its middle, each either way round.

        What it needs is imported here, so that it counts for nothing in the panel's start.
        """
        import av
        import numpy as np

        from core.media import sample_frames
        from core.progress import Progress

        path = self.folder / name
        frames = sample_frames(sample_clip(), 12, progress=Progress())
        whole = [(np.clip(frame.rgb, 0, 1) * 255 + 0.5).astype(np.uint8) for frame in frames]
        height, width = whole[0].shape[:2]
        rows, columns = (np.arange(size) // 2 + size // 4 for size in (height, width))
        closer = [frame[rows[:, None], columns] for frame in whole]
        shots = [whole, [one[:, ::-1] for one in closer], [one[:, ::-1] for one in whole], closer]
        with av.open(str(path), "w") as container:
            stream = container.add_stream("prores_ks", rate=24)
            stream.height, stream.width, stream.pix_fmt = height, width, "yuv422p10le"
            for shot in shots:
                for frame in (*shot, *shot[::-1]):  # to and fro, so that nothing jumps
                    pixels = np.ascontiguousarray(frame)
                    container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
            container.mux(stream.encode())
        return path

    def still(self) -> Path:
        """The sample still."""
        return sample_still()

    def until(self, so: Callable[[], bool]) -> float:
        """Let the panel run until something is so; how long it took, in seconds.

        Raises:
            TimeoutError: it is not so after five minutes.
        """
        start = time.perf_counter()
        while not so():
            self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
            time.sleep(YIELD)
            if time.perf_counter() - start > PATIENCE:
                raise TimeoutError("the panel did not come to rest")
        return time.perf_counter() - start

    def breathe(self, seconds: float = 0.05) -> None:
        """Let the panel run for a moment."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
            time.sleep(YIELD)

    @property
    def resting(self) -> bool:
        """Whether the picture is the present look's, and its LUT and candidates are there."""
        return self.model.settled and not self.model.candidates.under_way

    def rest(self) -> float:
        """Let the panel come to rest; how long it took, in seconds."""
        taken = self.until(lambda: self.resting)
        self.breathe()
        return taken

    def open(self, *clips: Path) -> None:
        """Open clips, and wait for the first."""
        self.model.clips.add_files(list(clips), show=str(clips[0]))
        self.until(lambda: self._shows(clips[0]))
        self.rest()

    def _shows(self, clip: Path) -> bool:
        shown = self.model.shot.shown
        return shown is not None and shown.whole and shown.clip.file == clip

    def close(self) -> None:
        """Close the window and all work."""
        self.window.close_at_once()
        self.window.deleteLater()
        self.breathe()
