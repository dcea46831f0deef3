"""Where a qualifier's hues begin in this build, and whether a file's qualifier holds anything.

A first node turns every level into a hue, a second with a qualifier darkens what it holds; what
became darker tells which hues these were. Two qualifiers tell the zero and the way of counting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from resolve_plugin.adapter.attach_nodes import make_still
from resolve_plugin.adapter.frame_calls import export_frame
from resolve_plugin.drx.key import Band, HslKey, HueZero, encode_key
from resolve_plugin.key_ranges import to_hsl
from resolve_plugin.setup.findings import CheckAnswer

if TYPE_CHECKING:
    from resolve_plugin.setup.node_trials import NodeTrial

LABELS = ("BL hues", "BL key")
_CENTRES, _WIDTH = (0.2, 0.5), 0.24
_OFF = 0.05  # turns by which a measured hue or width may miss
_PARTS = 30  # parts of the circle that must all be there to be told apart
_ALL = Band(0.0, 1.0, 0.0)
Look = Callable[["NodeTrial"], "np.ndarray | None"]


def try_keys(one: NodeTrial) -> CheckAnswer:
    """Try two qualifiers, and keep in `one.hues` how they count."""
    tried = f"qualifiers of a file at {_CENTRES[0]} and {_CENTRES[1]}, {_WIDTH} wide, over all hues"
    told = []
    for name, (look, rounds) in _LOOKS.items():
        files = _write_luts(one, rounds)
        seen = [_held(one, look, centre, files) for centre in _CENTRES]
        hues = [held for held in seen if isinstance(held, tuple)]
        if len(hues) == len(_CENTRES):
            one.hues = _zero([middle for middle, _ in hues])
            words = ", ".join(f"{middle:.3f} ({width:.3f} wide)" for middle, width in hues)
            wide = all(abs(width - _WIDTH) < _OFF for _, width in hues)
            one.hues = one.hues if wide else None
            outcome = "yes" if one.hues else "unclear"
            return CheckAnswer(outcome, tried, f"by {name} they hold {words}; {_say(one.hues)}")
        told.append(f"by {name}: {', '.join(str(held) for held in seen)}")
    everything = all("everything" in words for words in told)
    return CheckAnswer("no" if everything else "unclear", tried, "; ".join(told))


def _say(zero: HueZero | None) -> str:
    if zero is None:
        return "which is not what the files say"
    way = "blue" if zero.backwards else "green"
    return f"0 stands for the hue {zero.at:.3f}, in turns from red, and on towards {way}"


def _zero(middles: list[float]) -> HueZero | None:
    """How hues are counted, where two middles agree on it."""
    step = (middles[1] - middles[0] + 0.5) % 1 - 0.5
    apart = _CENTRES[1] - _CENTRES[0]
    if abs(abs(step) - apart) > _OFF:
        return None
    backwards = step < 0
    sign = 1 if backwards else -1
    zeros = [middle + sign * centre for middle, centre in zip(middles, _CENTRES, strict=True)]
    at = float(np.angle(np.exp(2j * np.pi * np.array(zeros)).mean()) / (2 * np.pi) % 1)
    return HueZero(round(at, 3) % 1, backwards)


def _held(
    one: NodeTrial, look: Look, centre: float, files: tuple[str, str]
) -> tuple[float, float] | str:
    """Middle and width of the hues that a qualifier holds, in turns; else why not, in words."""
    key = encode_key(HslKey(centre, _WIDTH, 0.0, _ALL, _ALL), HueZero())
    still = make_still(one.project, one.kept.timeline, LABELS, {LABELS[1]: key})
    one.apply(still, f"key-{centre}-{len(list(one.folder.iterdir()))}")
    if one.labels() != LABELS:
        return "no nodes"
    one.grades.nodes.set_lut(1, files[0])
    before = look(one)
    one.grades.nodes.set_lut(2, files[1])
    after = look(one)
    if before is None or after is None or before.shape != after.shape:
        return "nothing to be seen"
    hues, saturation, _ = to_hsl(before)
    coloured = saturation > 0.2
    if len(np.unique(np.floor(hues[coloured] * _PARTS))) < _PARTS:
        return "too few levels in the picture"
    held = coloured & (before.mean(axis=1) - after.mean(axis=1) > 0.1)
    if not held.any():
        return "nothing is held"
    if held.sum() > 0.8 * coloured.sum():
        return "everything is held"
    middle = np.angle(np.exp(2j * np.pi * hues[held]).mean()) / (2 * np.pi)
    off = (hues[held] - middle + 0.5) % 1 - 0.5
    # Each hue once, as a picture has more of some; and not the ends, which may be stray levels.
    low, high = np.percentile(np.unique(off.round(3)), (5, 95))
    return float((middle + (low + high) / 2) % 1), float((high - low) / 0.9)


def _write_luts(one: NodeTrial, rounds: int) -> tuple[str, str]:
    """LUTs that turn levels into hues, so often round, and that darken; their names for Resolve."""
    from core.lut.files import write_lut
    from core.lut.lut3d import Lut3D

    made = {
        f"hues-{rounds}.cube": Lut3D.from_function(partial(_hues, rounds=rounds), 13 + 4 * rounds),
        "dark.cube": Lut3D.from_function(lambda rgb: 0.3 * rgb, 2),
    }
    for name, lut in made.items():
        write_lut(lut, one.new_lut(name), force=True)
    one.project.refresh_luts()
    first, second = (f"{one.trial.luts}/{name}" for name in made)
    return first, second


def _hues(rgb: np.ndarray, rounds: int) -> np.ndarray:
    """Colours of one purity and level, whose hue is the level of what is given."""
    turns = rounds * rgb.mean(axis=-1, keepdims=True) + np.array([0, 2, 1]) / 3
    return np.asarray(0.2 + 0.6 * np.clip(np.abs(turns % 1 * 6 - 3) - 1, 0, 1), np.float32)


def _graph(one: NodeTrial) -> np.ndarray | None:
    seen = one.graph()
    return None if seen is None else np.asarray(seen.table).reshape(-1, 3)


def _picture(one: NodeTrial) -> np.ndarray | None:
    from core.media.still import read_still

    path, _ = export_frame(one.project.connection, one.entry.handle, 0, one.folder)
    if path is None:
        path = one.folder / "shown.png"
        path.unlink(missing_ok=True)
        one.project.project.ExportCurrentFrameAsStill(str(path))
    if not Path(path).is_file():
        return None
    picture = read_still(path, max_side=128).rgb.reshape(-1, 3)
    path.unlink()
    return picture


# A picture need not have all levels; an exported graph has them in 48 steps.
_LOOKS: Mapping[str, tuple[Look, int]] = {"ExportLUT": (_graph, 1), "pictures": (_picture, 4)}
