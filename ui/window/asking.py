"""What the user is asked for (files, folders), and what is gathered for him."""

from __future__ import annotations

import platform
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, qVersion
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core import __version__
from core.host.types import HostClip
from ui.models.panel import PanelModel

_PICTURES = "*.mov *.mp4 *.mxf *.mkv *.avi *.png *.jpg *.jpeg *.tif *.tiff *.exr *.dpx *.heic"
_LUTS = ("cube", "3dl", "csp", "itx", "clf", "ctf", "spi3d", "png")


@dataclass(frozen=True)
class Names:
    """Names to choose from: looks of the lexicon, and colour spaces."""

    looks: list[str]
    spaces: list[str]


def names() -> Names:
    """Read the names; it takes a moment."""
    from core.colour.spaces import all_spaces
    from core.words.lexicon import entries

    return Names(sorted(entry.name for entry in entries()), [space.name for space in all_spaces()])


def clips(parent: QWidget, near: Path) -> list[Path]:
    """Clips and pictures of the user's choice; `near` is where the search begins."""
    chosen, _ = QFileDialog.getOpenFileNames(
        parent, QCoreApplication.translate("Asking", "Add clips"), str(near), _filter()
    )
    return [Path(name) for name in chosen]


def references(parent: QWidget, near: Path) -> list[Path]:
    """References of the user's choice; `near` is where the search begins."""
    chosen, _ = QFileDialog.getOpenFileNames(
        parent, QCoreApplication.translate("Asking", "Add references"), str(near), _filter()
    )
    return [Path(name) for name in chosen]


def region_still(parent: QWidget, near: Path) -> Path | None:
    """A picture whose region one of the shot's is to look like; `near` is where to begin."""
    name, _ = QFileDialog.getOpenFileName(
        parent, QCoreApplication.translate("Asking", "Like which still?"), str(near), _filter()
    )
    return Path(name) if name else None


def pair(parent: QWidget, near: Path) -> tuple[Path, Path] | None:
    """A picture or clip before and after its grade; `near` is where the search begins."""
    titles = (
        QCoreApplication.translate("Asking", "Before the grade"),
        QCoreApplication.translate("Asking", "The same after the grade"),
    )
    chosen: list[Path] = []
    for title in titles:
        beside = str(chosen[0].parent if chosen else near)
        name, _ = QFileDialog.getOpenFileName(parent, title, beside, _filter())
        if not name:
            return None
        chosen.append(Path(name))
    return chosen[0], chosen[1]


def _filter() -> str:
    kinds = QCoreApplication.translate("Asking", "Clips and pictures")
    return f"{kinds} ({_PICTURES});;* (*)"


def lut_file(parent: QWidget, proposed: Path) -> Path | None:
    """Where a LUT is to be written; the suffix says the format."""
    filters = ";;".join(f"{suffix} (*.{suffix})" for suffix in _LUTS)
    chosen, kind = QFileDialog.getSaveFileName(
        parent, QCoreApplication.translate("Asking", "Export LUT"), str(proposed), filters
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(f".{kind.partition(' ')[0]}")


def folder(parent: QWidget, near: Path) -> Path | None:
    """A folder of the user's choice; `near` is where the search begins."""
    chosen = QFileDialog.getExistingDirectory(
        parent, QCoreApplication.translate("Asking", "Where to"), str(near)
    )
    return Path(chosen) if chosen else None


def sure_of(parent: QWidget, clips: Sequence[HostClip]) -> bool:
    """Whether the user wants one look on all of these."""
    question = QCoreApplication.translate(
        "Asking",
        "One look for %n clip(s), those of one scene levelled to each other?",
        "",
        len(clips),
    )
    names_of = "\n".join(clip.name for clip in clips[:12]) + ("\n…" if len(clips) > 12 else "")
    answer = QMessageBox.question(
        parent,
        QCoreApplication.translate("Asking", "Apply to several"),
        f"{question}\n\n{names_of}",
    )
    return answer == QMessageBox.StandardButton.Yes


def sure_to_stop(parent: QWidget, doing: str) -> bool:
    """Whether the user wants to close the panel though something is being done."""
    question = QCoreApplication.translate(
        "Asking", "This is still under way and would be stopped. Close the panel?"
    )
    answer = QMessageBox.question(
        parent, QCoreApplication.translate("Asking", "Close"), f"{doing}\n\n{question}"
    )
    return answer == QMessageBox.StandardButton.Yes


def kept_image(data: QMimeData, folder: Path) -> list[Path]:
    """A picture from the clipboard as a file, since a look names its references by file."""
    image = QImage(data.imageData())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"pasted-{time.time_ns()}.png"
    return [path] if image.save(str(path)) else []


def diagnostics(model: PanelModel) -> str:
    """What a report of a fault should say; no name of the user's, and no path."""
    clips_model, look = model.clips, model.looks.look
    shown = model.shot.shown
    lines = [
        f"Bestlight {__version__}, Qt {qVersion()}, Python {platform.python_version()}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        f"host: {'files' if clips_model.of_files else 'Resolve'}, {len(clips_model.clips)} clips",
        f"references {len(look.references)}, sentences {len(look.prompts)}",
        f"health: {model.baking.verdict}: {model.baking.sentence}",
        model.baking.details,
        f"standing: {model.delivery.standing}",
    ]
    if shown is not None:
        frames = shown.shot.footage.frames
        lines.append(f"space: {shown.space.space} ({len(frames)} frames {frames[0].shape[:2]})")
    lines += [f"{topic}: {one.text}" for topic, one in model.troubles.items()]
    return _without_folders("\n".join(line for line in lines if line), model)


def _without_folders(text: str, model: PanelModel) -> str:
    """A text without the folders that files lie in: their names may be the user's."""
    files = [clip.file for clip in model.clips.clips if clip.file]
    files += [Path(one.path) for one in model.looks.look.references]
    folders = {str(file.parent) for file in files} | {str(Path.home()), str(model.folder.parent)}
    for folder in sorted(folders, key=len, reverse=True):
        text = text.replace(folder, "…")
    return re.sub(r"(?:[A-Za-z]:)?(?:[\\/][^\s\\/:;,]+)+(?=[\\/])", "…", text)
