"""Every state of the panel as a picture, made with real clips and looks."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from benchmarks.panel.stage import Stage
from core.job.regions import REGIONAL
from core.job.table import ADJUSTMENTS, AMOUNTS, SPLIT_TONE
from core.lut.files import write_lut
from core.lut.lut3d import Lut3D
from core.media import read_still, write_still
from ui.models.look import ROWS
from ui.viewer.compare import Comparison
from ui.viewer.gestures import Picking
from ui.viewer.overlays import Overlay

SIZE = (1440, 900)
DOCS_WIDTH = 1200


def draw_screens(folder: Path, suffix: str = "") -> list[Path]:
    """Render each state into a folder as PNG; the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory(prefix="bestlight-screens-") as work:
        stage = Stage(Path(work))
        stage.window.resize(*SIZE)
        for name, show in STATES:
            seen = show(stage) or stage.window
            stage.breathe(0.3)
            path = folder / f"{name}{suffix}.png"
            seen.grab().save(str(path))
            if seen is not stage.window:
                seen.close()
            written.append(path)
        stage.close()
    return written


def draw_for_docs(folder: Path) -> None:
    """Render each state small enough for a page: 1200 px wide, as JPEG, since a palette of 256
    colours would change the very thing that is shown.
    """
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bestlight-screens-") as work:
        for path in draw_screens(Path(work)):
            image = Image.open(path).convert("RGB")
            image.thumbnail((DOCS_WIDTH, DOCS_WIDTH), Image.Resampling.LANCZOS)
            target = folder / f"panel-{path.stem}.jpg"
            image.save(target, quality=90, subsampling=0, optimize=True)


def _welcome(stage: Stage) -> None:
    stage.breathe()


def _clip(stage: Stage) -> None:
    stage.open(stage.clip(), stage.clip("terrace-2.mov"))


def _reference(stage: Stage) -> None:
    stage.model.references.add([stage.still()])
    stage.until(lambda: bool(stage.model.looks.look.references))
    stage.rest()


def _words(stage: Stage) -> None:
    for text in ("golden hour, teal shadows, keep the skin", "less green"):
        count = len(stage.model.looks.look.prompts)
        stage.model.prompts.say(text)
        stage.until(lambda count=count: len(stage.model.looks.look.prompts) > count)
    stage.model.looks.switch_phrase(0, "teal shadows", on=False)
    stage.rest()
    stage.window.viewing.view.set_comparison(Comparison.WIPE)


def _sliders(stage: Stage) -> None:
    stage.model.candidates.pick(1)
    stage.model.looks.set_value(ADJUSTMENTS["exposure"], 0.35)
    stage.model.looks.set_value(ADJUSTMENTS["contrast"], 0.2)
    stage.rest()
    stage.model.versions.keep()
    stage.window.viewing.view.set_comparison(Comparison.SIDE_BY_SIDE)


def _applied(stage: Stage) -> None:
    stage.window.viewing.view.set_comparison(Comparison.OFF)
    stage.model.delivery.apply()
    stage.rest()


def _drifted(stage: Stage) -> None:
    applied = stage.model.delivery.applied
    if applied is not None:
        Path(applied.file).write_text("something else")
    stage.model.delivery.check()
    stage.until(lambda: stage.model.delivery.standing == "drifted")


def _missing(stage: Stage) -> None:
    applied = stage.model.delivery.applied
    if applied is not None:
        Path(applied.file).unlink()
    stage.model.delivery.check()
    stage.until(lambda: stage.model.delivery.standing == "missing")


def _fault(stage: Stage) -> None:
    for field, value in (("exposure", 3.0), ("contrast", 1.5), ("whites", 0.3)):
        stage.model.looks.set_value(ADJUSTMENTS[field], value)
    stage.model.looks.set_value(AMOUNTS["strength"], 2.0)
    stage.rest()
    stage.window.deliver.press_apply()
    stage.window.viewing.view.set_comparison(Comparison.OFF)
    stage.window.viewing.overlay.setCurrentIndex(
        stage.window.viewing.overlay.findData(Overlay.CLIPPING)
    )


def _troubles(stage: Stage) -> None:
    stage.window.viewing.overlay.setCurrentIndex(0)
    stage.model.looks.undo()
    broken = stage.folder / "broken.jpg"
    broken.write_bytes(b"no picture")
    stage.model.references.add([broken])
    stage.until(lambda: "reference" in stage.model.troubles)
    stage.model.prompts.say("qwzx")
    stage.until(lambda: "prompt" in stage.model.troubles)


def _versions(stage: Stage) -> None:
    for topic in tuple(stage.model.troubles):
        stage.model.dismiss(topic)
    stage.model.versions.recall(0)
    stage.rest()
    stage.model.candidates.pick(0)
    stage.rest()
    stage.model.versions.keep()
    stage.model.versions.star(0)
    stage.window.strips.setCurrentWidget(stage.window.versions)


def _library(stage: Stage) -> None:
    folder = stage.folder / "stills"
    picture = read_still(stage.still()).rgb
    for number, tint in enumerate(product((0.75, 1.0), (0.8, 1.0), (0.7, 1.0))):
        still = np.clip(picture * np.array(tint), 0, 1).astype(np.float32)
        write_still(folder / f"still-{number + 1}.jpg", still, force=True)
    stage.model.library.open(folder)
    stage.until(lambda: len(stage.model.library.pictures) == 8)
    view = stage.window.library
    view.order.setCurrentIndex(view.order.findData("closeness"))
    stage.window.pictures.setCurrentWidget(view)


def _luts(stage: Stage) -> None:
    identity = Lut3D.identity(17)
    folder = stage.folder / "luts"
    for name, rgb in (("warm", (1, 0.92, 0.8)), ("cool", (0.86, 0.95, 1)), ("dim", (0.7,) * 3)):
        table = (identity.table * np.array(rgb)).astype(np.float32)
        write_lut(Lut3D(table), folder / f"{name}.cube", force=True)
    write_lut(Lut3D(identity.table[::-1].copy()), folder / "folding.cube", force=True)
    stage.window.pictures.setCurrentWidget(stage.window.luts)
    stage.model.luts.add_folder(folder)
    stage.until(lambda: len(stage.model.luts.luts) == 4)


def _versus(stage: Stage) -> None:
    before = stage.folder / "before.png"
    after = stage.folder / "after.png"
    picture = read_still(stage.still()).rgb
    write_still(before, picture, force=True)
    write_still(after, (picture * np.array((1, 0.9, 0.75))).astype(np.float32), force=True)
    stage.model.references.take_pair(before, after)
    stage.until(lambda: stage.model.looks.look.pair is not None)
    stage.rest()
    stage.window.pictures.setCurrentWidget(stage.window.references)
    stage.window.versions.list.selectAll()
    stage.window.versions.compare.click()
    stage.until(lambda: stage.model.versus.shown is not None)


def _blind(stage: Stage) -> None:
    stage.model.versus.end()
    stage.model.candidates.more_like(0)
    stage.rest()
    stage.window.strips.setCurrentWidget(stage.window.candidates)
    stage.model.blind.start()
    stage.until(lambda: stage.model.blind.pair is not None)


def _tones(stage: Stage) -> None:
    stage.model.blind.stop()
    values = (0.3, 205.0, 0.35, 70.0, 0.25)
    for field, value in zip(("keep_black", *SPLIT_TONE), values, strict=True):
        stage.model.looks.set_value(ROWS[field], value)
    stage.rest()
    stage.window.refine.ensure_visible(stage.window.refine.rows["shadow_saturation"])
    stage.window.viewing.view.set_comparison(Comparison.SPLIT)


def _closer(stage: Stage) -> None:
    stage.window.viewing.view.set_comparison(Comparison.WIPE)
    stage.window.viewing.view.set_zoom(1.0)
    stage.rest()


def _shots(stage: Stage) -> None:
    stage.window.viewing.view.zoom_to_fit()
    stage.window.viewing.view.set_comparison(Comparison.OFF)
    stage.open(stage.cut_clip())
    looks = stage.model.looks
    looks.change(replace(looks.look, input_space="ARRI LogC3"))
    stage.rest()
    stage.model.shots.find()
    stage.until(lambda: bool(stage.model.shots.spans))
    stage.model.shots.step(1)
    stage.rest()


def _picked(stage: Stage) -> None:
    """A colour of the still's sky, highlighted."""
    picture = stage.folder / "garden.jpg"
    shutil.copy(stage.still(), picture)
    stage.open(picture)
    for topic in tuple(stage.model.troubles):
        stage.model.put_away(topic)
    regions = stage.model.regions
    stage.until(lambda: regions.known)
    stage.window.viewing.pick(Picking.COLOUR)
    regions.pick_colour(QRectF(0.44, 0.08, 0.1, 0.05))
    stage.until(lambda: regions.measured is not None)
    stage.rest()


def _regions(stage: Stage) -> None:
    """Foliage alone, changed."""
    regions = stage.model.regions
    stage.window.viewing.pick(Picking.OFF)
    regions.select(("foliage", None))
    regions.set_value(REGIONAL["turn"], 16)
    regions.set_value(ADJUSTMENTS["exposure"], 0.6)
    regions.set_value(ADJUSTMENTS["saturation"], 0.2)
    stage.until(lambda: regions.measured is not None)
    stage.rest()
    stage.window.viewing.view.set_comparison(Comparison.WIPE)


def _settings(stage: Stage) -> QWidget:
    return stage.window.show_settings()


STATES: tuple[tuple[str, Callable[[Stage], QWidget | None]], ...] = (
    ("welcome", _welcome),
    ("clip", _clip),
    ("reference", _reference),
    ("words", _words),
    ("sliders", _sliders),
    ("applied", _applied),
    ("drifted", _drifted),
    ("missing", _missing),
    ("fault", _fault),
    ("troubles", _troubles),
    ("versions", _versions),
    ("library", _library),
    ("luts", _luts),
    ("versus", _versus),
    ("blind", _blind),
    ("tones", _tones),
    ("closer", _closer),
    ("shots", _shots),
    ("picked", _picked),
    ("regions", _regions),
    ("settings", _settings),
)
