"""LUT health: whether a LUT survives other frames than the one it was made on.

The measures are those of the project's protocol D: monotonicity along the grid's edges, fold-over
of its cells, the neutral axis, banding, clipping of neutrals and rotation of skin hues.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from core.colour.difference import luma
from core.job.result import HealthFinding
from core.lut.cells import HAIR, cell_edges, heights, inner_cells
from core.lut.lut3d import ColourFunction, Lut3D
from core.lut.rise import inner_edges

FALL = 1e-4  # a smaller fall is below any 12-bit code value
FLAT = 1e-9
JUMP = 0.65  # of the slope between neighbouring grid steps, which may be seen as a band
HULL = 0.125  # of the cube's width, at each side
SEEN = 0.01  # of the inner nodes
COARSE = 17  # grid steps that tell whether a look is monochrome
# Of 732 looks of the trade 726 stay below this share of inner nodes with such a jump; beyond are
# solarised, posterised and infrared ones.
TORN, TORN_SHARE = 2.5, 0.06
NEUTRAL_STEPS = 256
CODE_10BIT = 1023.0


@dataclass(frozen=True)
class LutHealth:
    """The figures of protocol D for one LUT.

    Attributes:
        monotonicity_violation: share of grid edges along which a channel falls as its own input
            rises.
        fold_over: share of cells whose Jacobian determinant is not positive.
        flat: share of cells whose determinant is zero, as where a LUT clips.
        neutral_falls: deepest fall of the luma along the neutral axis, 10-bit code values.
        neutral_cast: largest Oklab chroma on the neutral axis, ×100.
        banding: largest second difference between neighbouring grid steps, relative to the step.
        jumps: share of the inner grid steps at which the slope jumps by more than 2.5.
        clipped_neutrals: share of the neutral axis that is newly at 0 or 1 in some channel.
        skin_rotation: median hue rotation of skin tones, degrees, signed (positive: to yellow).
        monochrome: whether the LUT takes all colour away, so that fold-over means nothing.
        findings: the same in words.
    """

    monotonicity_violation: float
    fold_over: float
    flat: float
    neutral_falls: float
    neutral_cast: float
    banding: float
    jumps: float
    clipped_neutrals: float
    skin_rotation: float
    monochrome: bool
    findings: tuple[HealthFinding, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing was found that would break a picture."""
        return not any(finding.level == "fault" for finding in self.findings)

    def figures(self) -> dict[str, float | bool]:
        """The measured values by name, without the words."""
        values = asdict(self)
        values.pop("findings")
        return values


def measure_health(
    lut: Lut3D, *, judged: np.ndarray | None = None, seen: ColourFunction | None = None
) -> LutHealth:
    """Measure a LUT's health.

    Skin, cast and neutrals are read as display-referred sRGB, so for a LUT from or to a camera log
    they describe the numbers, not the picture.

    Args:
        lut: any LUT; one with a shaper or a domain is measured over 0..1 of its inputs.
        judged: (N, N, N) bool, the grid steps of a plain LUT whose edges and cells count.
        seen: what becomes of colours (M, 3), where the LUT is only a sampling of it.
    """
    plain = lut.plain()
    nodes = np.ones(plain.table.shape[:3], bool) if judged is None else judged
    edges = inner_edges(nodes)
    falls = _falls(plain.table, edges)
    cells = inner_cells(nodes)
    folded, flat = _turned(plain.table, cells)
    monochrome = is_monochrome(plain.table)
    through = seen or plain.apply
    neutral = through(_neutral_axis())
    seconds = _second_differences(plain.table)
    figures = {
        "monotonicity_violation": _share(falls, edges),
        "fold_over": float((folded | flat).sum() / max(cells.sum(), 1)),
        "flat": float(flat.sum() / max(cells.sum(), 1)),
        "neutral_falls": _neutral_falls(neutral),
        "neutral_cast": _neutral_cast(neutral),
        "banding": float(seconds.max()),
        "jumps": _jumps(seconds),
        "clipped_neutrals": _clipped(neutral),
        "skin_rotation": 0.0 if monochrome else _skin_rotation(through),
    }
    findings = (
        _say_monotone(figures["monotonicity_violation"], falls),
        _say_folds(figures["flat"], folded, int(cells.sum()), monochrome),
        _say_neutral(figures["neutral_falls"], neutral),
        _say_banding(figures["banding"], seconds),
        _say_clipping(figures["clipped_neutrals"], neutral),
        _say_skin(figures["skin_rotation"], monochrome),
    )
    return LutHealth(**figures, monochrome=monochrome, findings=findings)


def find_grid_faults(
    table: np.ndarray, edges: list[np.ndarray], cells: np.ndarray
) -> tuple[HealthFinding, HealthFinding]:
    """What a table's own grid is found to do: the falls of its channels, the folds of its cells.

    Args:
        table: (N, N, N, 3).
        edges: for each axis which edges count, as `inner_edges` has them.
        cells: (N - 1, N - 1, N - 1) bool, the cells that have an orientation and count.
    """
    falls = _falls(table, edges)
    folded, _ = _turned(table, cells)
    return (
        _say_monotone(_share(falls, edges), falls),
        _say_folds(0.0, folded, int(cells.sum()), monochrome=False),
    )


def _neutral_axis() -> np.ndarray:
    return np.repeat(np.linspace(0, 1, NEUTRAL_STEPS, dtype=np.float32)[:, None], 3, axis=1)


def _falls(table: np.ndarray, edges: list[np.ndarray]) -> list[np.ndarray]:
    """For each channel, on which of the grid edges along its own axis it falls."""
    return [
        (np.diff(table[..., channel], axis=channel) < -FALL) & edges[channel]
        for channel in range(3)
    ]


def _share(falls: list[np.ndarray], edges: list[np.ndarray]) -> float:
    return float(sum(f.sum() for f in falls) / max(sum(int(e.sum()) for e in edges), 1))


def _turned(table: np.ndarray, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of the given cells (N - 1)³ are turned over, and which are flat.

    The sign of the determinant of a cell that is thinner than `HAIR` means nothing.
    """
    looked_at = np.flatnonzero(cells)
    edges = cell_edges(table.astype(np.float64), looked_at)
    # The identity's cell has a determinant of 1, so a hair's breadth counts as zero.
    volume = np.linalg.det(edges * (len(table) - 1))
    turned = (volume < -FLAT) & (heights(edges) < -HAIR)
    folded, flat = np.zeros(cells.shape, bool), np.zeros(cells.shape, bool)
    folded.reshape(-1)[looked_at] = turned
    flat.reshape(-1)[looked_at] = (volume <= FLAT) & ~turned
    return folded, flat


def is_monochrome(table: np.ndarray) -> bool:
    """Whether all outputs lie on one line of colour, as a black-and-white or sepia look's do."""
    from core.colour.difference import srgb_to_lab

    coarse = table[::2, ::2, ::2] if len(table) > COARSE else table
    lab = srgb_to_lab(np.clip(coarse.reshape(-1, 3), 0, 1))
    band = np.digitize(lab[:, 0], np.linspace(0, 100, 21))
    spread = [lab[band == b, 1:].std(axis=0).max() for b in np.unique(band)]
    return bool(np.median(spread) < 1.5)


def _second_differences(table: np.ndarray) -> np.ndarray:
    """How much the slope changes from one grid step to the next: (N, N, N), identity 0."""
    steps = table.shape[0] - 1
    worst = np.zeros(table.shape[:3])
    inner = slice(1, -1)
    for axis in range(3):
        second = np.abs(np.diff(table, n=2, axis=axis)).max(axis=-1) * steps
        place = [slice(None)] * 3
        place[axis] = inner
        worst[tuple(place)] = np.maximum(worst[tuple(place)], second)
    return worst


def _inside(seconds: np.ndarray) -> tuple[int, np.ndarray]:
    """How many steps wide the cube's hull is taken to be, and what lies inside of it."""
    hull = max(round(seconds.shape[0] * HULL), 1)
    return hull, seconds[hull:-hull, hull:-hull, hull:-hull]


def _jumps(seconds: np.ndarray) -> float:
    inside = _inside(seconds)[1]
    return float((inside > TORN).mean()) if inside.size else 0.0


def measure_causes(lut: Lut3D) -> dict[str, float]:
    """Of a display look, three measures that take a millisecond or two, to try what they go by.

    Returns:
        "banding": the mean of what the slope jumps beyond what is not seen, at inner grid steps;
        "clipping": the share of the greys that is at 0 or 1; "skin": degrees by which skin turns.
    """
    shown = Lut3D(np.clip(lut.plain().table, 0, 1))
    inside = _inside(_second_differences(shown.table))[1]
    return {
        "banding": float(np.maximum(inside - JUMP, 0).mean()) if inside.size else 0.0,
        "clipping": _clipped(shown.apply(_neutral_axis())),
        "skin": abs(_skin_rotation(shown.apply)),
    }


def _neutral_falls(neutral: np.ndarray) -> float:
    light = luma(neutral.astype(np.float64))
    return float(max(0.0, (np.maximum.accumulate(light) - light).max()) * CODE_10BIT)


def _neutral_cast(neutral: np.ndarray) -> float:
    from core.colour.difference import srgb_to_oklab

    lab = srgb_to_oklab(np.clip(neutral, 0, 1))
    return float(np.hypot(lab[:, 1], lab[:, 2]).max() * 100)


def _clipped(neutral: np.ndarray) -> float:
    """Share of the neutral axis, its two ends apart, that is at 0 or 1 in some channel."""
    inside = neutral[1:-1]
    return float(((inside <= 0) | (inside >= 1)).any(axis=1).mean())


def skin_samples() -> np.ndarray:
    """Skin-like colours from dark to light, lit from dim to bright.

    Returns:
        (60, 3) float32 display-referred sRGB: CIELAB hues of 45 to 70 degrees, as measured on faces
        (Xiao et al., "Characterising the variations in ethnic skin colours", Skin Research and
        Technology 23(1), 2017, give mean hues of 50 to 66).
    """
    from core.colour.difference import lab_to_srgb

    lightness = np.repeat(np.linspace(30, 80, 10), 6)
    hue = np.deg2rad(np.tile([47.0, 52, 57, 62, 66, 70], 10))
    chroma = np.tile([18.0, 24, 21, 25, 19, 22], 10)
    lab = np.stack([lightness, chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1)
    return np.clip(lab_to_srgb(lab), 0, 1).astype(np.float32)


def _skin_rotation(through: ColourFunction) -> float:
    from core.colour.difference import srgb_to_lab

    skin = skin_samples()
    before, after = srgb_to_lab(skin), srgb_to_lab(np.clip(through(skin), 0, 1))
    turned = np.arctan2(after[:, 2], after[:, 1]) - np.arctan2(before[:, 2], before[:, 1])
    return float(np.rad2deg(np.median((turned + np.pi) % (2 * np.pi) - np.pi)))


def _place(mask: np.ndarray, size: int) -> str:
    """The middle of the largest cluster of a cell mask, as input RGB in words."""
    cells = np.argwhere(mask)
    centre = cells[np.argmin(np.abs(cells - np.median(cells, axis=0)).sum(axis=1))]
    red, green, blue = np.minimum((centre[:3] + 0.5) / (size - 1), 1)
    return f"around input R {red:.2f} G {green:.2f} B {blue:.2f}, {_colour_name(red, green, blue)}"


def _colour_name(red: float, green: float, blue: float) -> str:
    import colorsys

    high, low = max(red, green, blue), min(red, green, blue)
    depth = "dark " if high < 0.35 else "bright " if low > 0.6 else ""
    if high - low < 0.12:
        return f"{depth}neutrals".strip()
    names = ["reds", "yellows", "greens", "cyans", "blues", "magentas"]
    hue = colorsys.rgb_to_hsv(red, green, blue)[0]
    vivid = "saturated " if high - low > 0.6 else ""
    return f"{depth}{vivid}{names[round(hue * 6) % 6]}"


def _say_monotone(share: float, falls: list[np.ndarray]) -> HealthFinding:
    if share == 0:
        return HealthFinding("ok", "every channel rises with its own input")
    channel = int(np.argmax([f.sum() for f in falls]))
    size = max(falls[0].shape)
    where = _place(falls[channel], size)
    name = ("red", "green", "blue")[channel]
    level = "fault" if share > 0.02 else "warning"
    return HealthFinding(level, f"{name} falls as {name} rises on {share:.2%} of the grid, {where}")


def _say_folds(flat: float, folded: np.ndarray, cells: int, monochrome: bool) -> HealthFinding:
    if monochrome:
        return HealthFinding("ok", "a monochrome look: fold-over does not apply")
    if folded.any():
        share = folded.sum() / cells
        level = "fault" if share > 0.02 else "warning"
        where = _place(folded, folded.shape[0] + 1)
        return HealthFinding(level, f"colours fold over in {share:.2%} of the cells, {where}")
    if flat > 0:
        level = "warning" if flat > 0.05 else "ok"
        return HealthFinding(
            level, f"no cell folds over; {flat:.2%} are flat, as where a LUT clips"
        )
    return HealthFinding("ok", "no cell folds over")


def _say_neutral(fall: float, neutral: np.ndarray) -> HealthFinding:
    if fall <= FALL * CODE_10BIT:
        return HealthFinding("ok", "greys stay in order from black to white")
    light = luma(neutral.astype(np.float64))
    step = int(np.argmax(np.maximum.accumulate(light) - light))
    level = "fault" if fall > 1 else "warning"
    return HealthFinding(
        level, f"the grey at {step / (len(neutral) - 1):.0%} falls by {fall:.1f} 10-bit code values"
    )


def _say_banding(worst: float, seconds: np.ndarray) -> HealthFinding:
    if worst < JUMP:
        return HealthFinding(
            "ok", f"smooth: the slope changes by at most {worst:.2f} between grid steps"
        )
    # The colours of pictures lie inside the cube; at its hull, where a look meets the gamut's edge,
    # nearly every look of the trade has jumps, and nobody sees them.
    hull, inside = _inside(seconds)
    torn = _jumps(seconds) > TORN_SHARE
    if not torn and (inside >= JUMP).mean() <= SEEN:
        where = "at the cube's hull" if inside.max(initial=0) < JUMP else "in a few places"
        return HealthFinding("ok", f"smooth; only {where} the slope jumps, by up to {worst:.2f}")
    deepest = np.zeros(seconds.shape, bool)
    deepest[hull:-hull, hull:-hull, hull:-hull] = inside >= inside.max() * 0.9
    where = _place(deepest, seconds.shape[0])
    level = "fault" if torn else "warning"
    return HealthFinding(
        level, f"the slope jumps by {inside.max():.2f} between grid steps, {where}"
    )


def _say_clipping(share: float, neutral: np.ndarray) -> HealthFinding:
    if share <= 1 / NEUTRAL_STEPS:
        return HealthFinding("ok", "no grey is clipped")
    black = float((neutral[1:-1] <= 0).any(axis=1).mean())
    ends = f"{black:.1%} at black, {share - black:.1%} at white"
    level = "fault" if share > 0.2 else "warning"
    return HealthFinding(level, f"{share:.1%} of the grey scale is clipped ({ends})")


def _say_skin(rotation: float, monochrome: bool) -> HealthFinding:
    if monochrome:
        return HealthFinding("ok", "a monochrome look has no skin hue")
    if abs(rotation) <= 5:
        return HealthFinding("ok", f"skin hues turn by {rotation:+.1f} degrees")
    towards = "yellow and green" if rotation > 0 else "red and magenta"
    return HealthFinding("warning", f"skin hues turn by {rotation:+.1f} degrees, towards {towards}")
