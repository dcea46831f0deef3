"""A sentence that names no look, taken for the scenes nearest in meaning.

A scene is told in short descriptions (`core/words/data/scenes`); their meanings lie in `weights`. A
sentence is read as a whole and in its parts ("my grandmother's kitchen", "in 1974"), each against
all descriptions; the nearest scene gives the look, and a time, a weather, an era or a mood that a
part of the sentence is near to joins it.
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
from core.words.spelling import english

MEANINGS = "scenes.safetensors"
"""The file of the descriptions' meanings, in the order of `scenes`."""
MOST_PARTS = 8
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BREAK = re.compile(r"[,;.:!?–—()]+")
_LED = frozenset(
    ("in", "at", "on", "under", "after", "before", "during", "by", "with", "from", "of", "through",
     "behind", "when", "where", "while", "for", "until", "into", "near", "across")
)  # fmt: skip
_LEAST = 3  # letters of a part
_TOGETHER = 3  # descriptions that say how near a scene is
_SHARE = 0.3  # power of what a part says of all that is said
_COMMON, _LITTLE = 1e-3, 1e-3  # share of all English at which a word says half


@dataclass(frozen=True)
class NearScene:
    """A scene that a sentence is near to in meaning.

    Attributes:
        scene: the scene.
        told: that of its descriptions which is nearest.
        part: what of the sentence is near it.
        nearness: of the scene; of strangers about 0.2, of like ones 0.4 and more.
        cosine: of the part and that description.
    """

    scene: Scene
    told: str
    part: str
    nearness: float
    cosine: float


def near_scenes(text: str) -> tuple[NearScene, ...]:
    """Every scene with what of a sentence is nearest to it, the nearest first.

    How near a scene is say its three nearest descriptions together, since one may be near by a word
    alone; a part of the sentence counts by how much of it it says.

    Raises:
        BestlightError: the package's weights are damaged.
    """
    from core.towers.sentences import shipped_sentences

    parts = parts_of(text)
    if not parts:
        return ()
    owners, described, meanings, _ = _stored()
    near = shipped_sentences().meanings([part for part, _ in parts]) @ meanings.T
    weighed = near * np.array([weight for _, weight in parts], np.float32)[:, None]
    best, by = weighed.max(axis=0), weighed.argmax(axis=0)
    found = []
    for number, scene in enumerate(scenes()):
        own = np.flatnonzero(owners == number)
        own = own[np.argsort(-best[own], kind="stable")]
        told = parts[int(by[own[0]])][0]
        cosine = float(near[:, own[0]].max())
        nearness = float(best[own[:_TOGETHER]].mean())
        found.append(NearScene(scene, described[int(own[0])], told, nearness, cosine))
    return tuple(sorted(found, key=lambda one: -one.nearness))


def tells_a_scene(text: str) -> float:
    """How far a sentence tells of something and asks for nothing, as log odds.

    A linear reader of its meaning, taught the scenes' descriptions and requests.
    """
    from core.towers.sentences import shipped_sentences

    *_, reader = _stored()
    return float(shipped_sentences().meanings([text])[0] @ reader[:-1] + reader[-1])


def parts_of(text: str) -> list[tuple[str, float]]:
    """A sentence and what stands between its commas and prepositions, with what each counts."""
    whole = " ".join(text.split())
    if not _WORD.search(whole):
        return []
    found = [whole]
    for clause in _BREAK.split(whole):
        words = _WORD.findall(clause)
        starts = [0, *(at for at, word in enumerate(words) if at and word.lower() in _LED)]
        found.append(" ".join(words))
        for start, stop in zip(starts, [*starts[1:], len(words)], strict=True):
            found.append(" ".join(words[start:stop]))
    kept = [part for part in dict.fromkeys(found) if len(part) >= _LEAST][:MOST_PARTS]
    everything = max(_said(whole), _LITTLE)
    return [(part, min(_said(part) / everything, 1.0) ** _SHARE) for part in kept]


def _said(text: str) -> float:
    """How much a text says: the rarity of its words, 1 for each that is rare."""
    words = _WORD.findall(text.lower())
    return sum(_COMMON / (_COMMON + english().get(w, 0) / _everything()) for w in words)


@functools.cache
def _everything() -> int:
    return sum(english().values())


@functools.cache
def _stored() -> tuple[np.ndarray, Sequence[str], np.ndarray, np.ndarray]:
    """For each description the number of its scene, itself, and its unit vector (384,); and the
    reader's weights and bias (385,).
    """
    from core.towers.sentences import opened

    pairs = [(at, told) for at, scene in enumerate(scenes()) for told in scene.told]
    stored = checked_weights("core.towers", MEANINGS, "the scenes' meanings")
    if bytes(stored["fingerprint"]).decode("ascii", "replace") != fingerprint():
        raise BestlightError(
            "the scenes' meanings are not those of the scenes", hint="install Bestlight again"
        )
    read = opened({name: stored[name] for name in stored if name != "fingerprint"})
    meanings = read["told"] / np.linalg.norm(read["told"], axis=1, keepdims=True)
    return np.array([at for at, _ in pairs]), [told for _, told in pairs], meanings, read["reader"]


def fingerprint() -> str:
    """A mark of all descriptions in their order."""
    text = "\n".join(told for scene in scenes() for told in scene.told)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
