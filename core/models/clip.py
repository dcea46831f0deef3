"""What an installed CLIP tells: where pictures and texts lie, which grade follows the words, and
what a picture shows."""

from __future__ import annotations

import functools
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from core.errors import BestlightError
from core.files import whole_file
from core.models.loading import Towers, load_towers
from core.models.store import Installed, installed_models

# A prompt is set against the same phrase without it, averaged over a few, because the place of a
# single phrase depends much on its wording (Radford et al. 2021, section 3.1.4).
FRAMES = ("a photo", "a film still")
TOLD = 3  # how many things a reading names
TELLING = 0.1  # and how likely each must be


@dataclass(frozen=True)
class Ranked:
    """A candidate grade: its name, and its agreement with the words, a cosine, -1..1."""

    name: str
    score: float


@dataclass(frozen=True)
class ClipReading:
    """What a picture shows: (name, probability) pairs, the likeliest first, by kind."""

    content: tuple[tuple[str, float], ...]
    mood: tuple[tuple[str, float], ...]


class Clip(ABC):
    """Two towers into one space.

    Attributes:
        name: what it is, for people.
        sha256: checksum of its weights.
    """

    name: str
    sha256: str

    @property
    @abstractmethod
    def scale(self) -> float:
        """What cosines are multiplied by before a softmax."""

    @abstractmethod
    def encode_images(self, pictures: Sequence[np.ndarray]) -> np.ndarray:
        """Where pictures lie.

        Args:
            pictures: (H, W, 3) float32 display values (sRGB code values), 0..1 nominal.

        Returns:
            (N, D) float32, each row of length 1.
        """

    @abstractmethod
    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        """Where texts lie: (N, D) float32, each row of length 1."""

    def rank(
        self,
        before: Sequence[np.ndarray],
        candidates: Mapping[str, Sequence[np.ndarray]],
        prompt: str,
    ) -> tuple[Ranked, ...]:
        """Candidate grades by how well the way they move pictures agrees with the words' way.

        The agreement is the cosine between (picture after - before) and (prompt - the same phrase
        without it) in CLIP's space, the mean over pictures: the directional similarity of
        StyleGAN-NADA (Gal et al. 2021, section 3.2). Unlike the plain similarity of picture and
        text it says nothing of what the pictures show.

        Args:
            before: ungraded pictures, as for `encode_images`.
            candidates: the same pictures under each grade, by its name.
            prompt: the words.

        Returns:
            The best first; ties in the order given.
        """
        words = self.encode_texts([f"{frame}, {prompt}" for frame in FRAMES])
        wished = _unit((words - self._wordless).mean(axis=0))
        start = self.encode_images(before)
        scores = [
            Ranked(name, float((_unit(self.encode_images(after) - start) @ wished).mean()))
            for name, after in candidates.items()
        ]
        return tuple(sorted(scores, key=lambda ranked: -ranked.score))

    def read(self, pictures: Sequence[np.ndarray]) -> ClipReading:
        """What pictures of one shot show, zero-shot: a softmax over known contents and moods.

        Args:
            pictures: as for `encode_images`; their probabilities are averaged.
        """
        seen = self.encode_images(pictures)
        told = {kind: self._likely(seen, *known) for kind, known in self._known.items()}
        return ClipReading(told["content"], told["mood"])

    @functools.cached_property
    def _wordless(self) -> np.ndarray:
        return self._places_of(FRAMES)

    @functools.cached_property
    def _known(self) -> dict[str, tuple[list[str], np.ndarray]]:
        """Names of contents and moods, and where their phrases lie."""
        listed = json.loads((files("core.models") / "contents.json").read_text("utf-8"))
        return {
            kind: (list(phrases), self._places_of(list(phrases.values())))
            for kind, phrases in listed.items()
        }

    def _places_of(self, phrases: Sequence[str]) -> np.ndarray:
        """Where phrases lie that are the same in every job."""
        return self.encode_texts(phrases)

    def _likely(
        self, seen: np.ndarray, names: Sequence[str], places: np.ndarray
    ) -> tuple[tuple[str, float], ...]:
        logits = self.scale * (seen @ places.T).astype(np.float64)
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = (shares / shares.sum(axis=1, keepdims=True)).mean(axis=0)
        best = sorted(zip(names, map(float, shares), strict=True), key=lambda pair: -pair[1])
        return tuple((name, share) for name, share in best[:TOLD] if share >= TELLING)


class InstalledClip(Clip):
    """An installed model, loaded when first asked.

    Args:
        record: what the store says of it.

    Raises:
        BestlightError: from its methods, where the weights do not load any more.
    """

    def __init__(self, record: Installed) -> None:
        self.name = record.label
        self.sha256 = record.sha256
        self._record = record

    @functools.cached_property
    def _towers(self) -> Towers:
        return load_towers(self._record.name, self._record.pretrained, self._record.path)

    @property
    def scale(self) -> float:
        """What cosines are multiplied by before a softmax."""
        return self._towers.scale

    def encode_images(self, pictures: Sequence[np.ndarray]) -> np.ndarray:
        """Where pictures lie; see `Clip`."""
        import torch
        from PIL import Image

        prepared = [
            self._towers.prepare(Image.fromarray(np.rint(np.clip(p, 0, 1) * 255).astype(np.uint8)))
            for p in pictures
        ]
        with torch.inference_mode():
            return _unit(self._towers.model.encode_image(torch.stack(prepared)).numpy())

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        """Where texts lie; see `Clip`."""
        import torch

        with torch.inference_mode():
            return _unit(self._towers.model.encode_text(self._towers.tokenize(list(texts))).numpy())

    def _places_of(self, phrases: Sequence[str]) -> np.ndarray:
        """As in `Clip`; kept beside the weights, since all of them take seconds to encode."""
        key = hashlib.sha256("\n".join(phrases).encode()).hexdigest()[:16]
        kept = self._record.folder / f"phrases-{key}.npy"
        try:
            places = np.load(kept, allow_pickle=False)
            if places.ndim == 2 and len(places) == len(phrases):
                return places
        except (OSError, ValueError, EOFError):
            pass  # not kept yet, or damaged
        places = self.encode_texts(phrases)
        # Where the folder may not be written to, they are encoded again the next time.
        with suppress(BestlightError), whole_file(kept, force=True) as part:
            np.save(part, places)
        return places


def installed_clip() -> Clip | None:
    """The CLIP to use: of those installed, the one installed last; None without any."""
    records = installed_models()
    return _clip(records[0]) if records else None


@functools.lru_cache(maxsize=1)
def _clip(record: Installed) -> InstalledClip:
    return InstalledClip(record)


def _unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors of length 1; what has no length stays 0."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(length > 1e-8, length, np.inf)
