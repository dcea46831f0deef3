"""Cuts, dissolves and fades found, against PySceneDetect's defaults on the same pictures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.temporal.sequences import Sequence as Assembled
from benchmarks.temporal.sequences import Transition, assemble
from core.media import stream_frames
from core.media.probe import probe_clip
from core.progress import Progress
from core.shots import watch_clip
from core.shots.span import ShotSpan

TEARS = "tears_of_steel_shots2-8_720p.mp4"
KINDS = ("cut", "dissolve", "fade")


@dataclass
class Tally:
    """How many there are, were found, and were said to be."""

    truth: int = 0
    found: int = 0
    said: int = 0

    def row(self, name: str) -> str:
        """A line of a table: recall, precision."""
        recall, precision = self.found / max(self.truth, 1), self.found / max(self.said, 1)
        return f"| {name} | {self.truth} | {recall:.3f} | {precision:.3f} |"


def report_cuts(clips: Path, folder: Path, seeds: Sequence[int]) -> dict[str, object]:
    """Print the tables and return the figures."""
    tears = _tears_of_steel(clips)
    ours = {kind: Tally() for kind in KINDS}
    peers = {name: Tally() for name in ("AdaptiveDetector", "ContentDetector")}
    flashes = [0, 0]
    for seed in seeds:
        sequence = assemble(clips, folder, seed)
        spans = watch_clip(sequence.path, Progress()).shots
        for kind in KINDS:
            _count(
                ours[kind], sequence.of(kind), [s for s in spans.spans if s.kind_of_start == kind]
            )
        flashes[0] += len(sequence.flashes)
        flashes[1] += sum(any(a <= at <= b for a, b in spans.flashes) for at in sequence.flashes)
        _count_peers(peers, sequence)
    print("\n| what | there are | recall | precision |\n|---|---|---|---|")
    rows = [tally.row(f"Bestlight, {kind}s") for kind, tally in ours.items()]
    rows += [tally.row(f"PySceneDetect {name}, cuts") for name, tally in peers.items()]
    print("\n".join(rows))
    print(f"flashes told from cuts: {flashes[1]} of {flashes[0]}")
    return {
        "tears": tears,
        "ours": {k: vars(v) for k, v in ours.items()},
        "peers": {k: vars(v) for k, v in peers.items()},
        "flashes": flashes,
    }


def _tears_of_steel(clips: Path) -> dict[str, object]:
    truth = json.loads((clips / "cuts.json").read_text())[TEARS]["hard_cuts"]
    found = watch_clip(clips / TEARS, Progress()).shots.spans
    cuts = [span.first for span in found[1:]]
    peer = _peer_cuts(clips / TEARS)
    print(f"Tears of Steel: {truth}\n  Bestlight: {cuts}")
    for name, said in peer.items():
        print(f"  PySceneDetect {name}: {said}")
    return {"truth": truth, "found": cuts, "peers": peer}


def _count(tally: Tally, truth: Sequence[Transition], said: Sequence[ShotSpan]) -> None:
    used: set[int] = set()
    for one in truth:
        hits = [i for i, span in enumerate(said) if i not in used and _meets(one, span)]
        used.update(hits[:1])
    tally.truth += len(truth)
    tally.found += len(used)
    tally.said += len(said)


def _meets(one: Transition, span: ShotSpan) -> bool:
    """A cut to one frame; of a dissolve at least half; a fade by a boundary within it."""
    if one.kind == "cut":
        return abs(span.first - one.first) <= 1
    if one.kind == "fade":
        return one.first - 2 <= span.first <= one.after + 2
    shared = min(span.first + span.dissolve, one.after) - max(span.first, one.first)
    return shared >= 0.5 * (one.after - one.first)


def _count_peers(peers: dict[str, Tally], sequence: Assembled) -> None:
    """PySceneDetect says cuts only: one within a dissolve or fade is not held against it."""
    gradual = [one for one in sequence.transitions if one.kind != "cut"]
    truth = sequence.of("cut")
    for name, cuts in _peer_cuts(sequence.path).items():
        counted = [at for at in cuts if not any(g.first - 2 <= at <= g.after + 2 for g in gradual)]
        said = [ShotSpan(at, at) for at in counted]
        _count(peers[name], truth, said)


def _peer_cuts(path: Path) -> dict[str, list[int]]:
    from scenedetect import AdaptiveDetector, ContentDetector, FrameTimecode

    detectors = {"AdaptiveDetector": AdaptiveDetector(), "ContentDetector": ContentDetector()}
    rate, last = float(probe_clip(path).fps), 0
    found: dict[str, list[int]] = {name: [] for name in detectors}
    for at, picture in enumerate(_codes(path)):
        last = at
        for name, detector in detectors.items():
            cuts = detector.process_frame(FrameTimecode(at, rate), picture)
            found[name] += [cut.frame_num for cut in cuts]
    for name, detector in detectors.items():
        cuts = detector.post_process(FrameTimecode(last, rate))
        found[name] += [cut.frame_num for cut in cuts]
    return found


def _codes(path: Path) -> Iterator[np.ndarray]:
    """8-bit BGR at the size that PySceneDetect itself works at, about 256 across."""
    for frame in stream_frames(path, 256):
        yield np.ascontiguousarray(np.rint(np.clip(frame.rgb[..., ::-1], 0, 1) * 255), np.uint8)
