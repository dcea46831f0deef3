"""A sentence that names no look, taken for the scenes nearest in meaning.

A scene is told in a dozen short descriptions (`core/words/data/scenes`); the meanings of these lie in
`weights`. A sentence is read as a whole and in its parts ("my grandmother's kitchen", "in 1974"), each
part against all descriptions; the nearest scene gives the look, and scenes of other kinds (a time,
a weather, an era) that a part of the sentence is near to join it.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import BestlightError
from core.style.stored import checked_weights
from core.words.scenes import Scene, scenes

MEANINGS = "scenes.safetensors"
"""The file of the descriptions' meanings, in the order of `scenes`."""
MOST_PARTS = 8
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BREAK = re.compile(r"[,;.:!?–—()]+")
_LED = frozenset("in at on under after before during by with from of through behind when where while".split())
_LEAST = 3  # letters of a part
_OF_A_CLAUSE, _LED_PART = 0.93, 0.8  # what parts count for, against the sentence as a whole


@dataclass(frozen=True)
class NearScene:
    """A scene that a sentence is near to in meaning.

    Attributes:
        scene: the scene.
        told: that of its descriptions which is nearest.
        part: what of the sentence is near it.
        nearness: cosine of the two, less where only a part of the sentence is near.
        cosine: the same in full; of strangers about 0.2, of the same in other words 0.6 and more.
    """

    scene: Scene
    told: str
    part: str
    nearness: float
    cosine: float


def near_scenes(text: str) -> tuple[NearScene, ...]:
    """Every scene with what of a sentence is nearest to it, the nearest first.

    A description that only a part of the sentence is near to counts for less than one that all of
    it is near to.

    Raises:
        BestlightError: the package's weights are damaged.
    """
    from core.towers.sentences import shipped_sentences

    parts = parts_of(text)
    if not parts:
        return ()
    owners, described, meanings = _descriptions()
    near = shipped_sentences().meanings([part for part, _ in parts]) @ meanings.T
    weighed = near * np.array([weight for _, weight in parts], np.float32)[:, None]
    best, by = weighed.max(axis=0), weighed.argmax(axis=0)
    found: dict[int, NearScene] = {}
    for at in np.argsort(-best, kind="stable"):
        if owners[at] not in found:
            found[owners[at]] = NearScene(
                scenes()[owners[at]],
                described[at],
                parts[by[at]][0],
                float(best[at]),
                float(near[by[at], at]),
            )
    return tuple(found.values())


def parts_of(text: str) -> list[tuple[str, float]]:
    """A sentence, and what stands between its commas and prepositions, with what each counts for:
    what it is about more than where and when.
    """
    whole = " ".join(text.split())
    if not _WORD.search(whole):
        return []
    found = {whole: 1.0}
    for clause in _BREAK.split(whole):
        words = _WORD.findall(clause)
        starts = [0, *(at for at, word in enumerate(words) if at and word.lower() in _LED)]
        found.setdefault(" ".join(words), _OF_A_CLAUSE)
        for start, stop in zip(starts, [*starts[1:], len(words)], strict=True):
            led = bool(words) and words[start].lower() in _LED
            found.setdefault(" ".join(words[start:stop]), _LED_PART if led else _OF_A_CLAUSE)
    kept = [(part, weight) for part, weight in found.items() if len(part) >= _LEAST]
    return kept[:MOST_PARTS]


@functools.cache
def _descriptions() -> tuple[Sequence[int], Sequence[str], np.ndarray]:
    """For each description the number of its scene, itself, and its unit vector (384,)."""
    from core.towers.sentences import opened

    pairs = [(at, told) for at, scene in enumerate(scenes()) for told in scene.told]
    stored = checked_weights("core.towers", MEANINGS, "the scenes' meanings")
    if bytes(stored["fingerprint"]).decode("ascii", "replace") != fingerprint():
        raise BestlightError(
            "the scenes' meanings are not those of the scenes", hint="install Bestlight again"
        )
    meanings = opened({n: values for n, values in stored.items() if n != "fingerprint"})["told"]
    meanings /= np.linalg.norm(meanings, axis=1, keepdims=True)
    return [at for at, _ in pairs], [told for _, told in pairs], meanings


def fingerprint() -> str:
    """A mark of all descriptions in their order."""
    text = "\n".join(told for scene in scenes() for told in scene.told)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
