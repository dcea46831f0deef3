"""Which CLIP models can be installed: a short catalogue, and whatever else open_clip knows."""

from __future__ import annotations

import difflib
import functools
import importlib.util
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

from core.errors import BestlightError, UsageError
from core.models.store import plain_name

HUB = "https://huggingface.co/"
# What a hub repository of open_clip calls its weights (open_clip.constants), the safe form first.
SAFE_WEIGHTS = "open_clip_model.safetensors"
WEIGHTS = "open_clip_pytorch_model.bin"
_LISTED = 6  # of many tags
_TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True)
class Model:
    """One set of weights for one architecture.

    Attributes:
        name: open_clip's name of the architecture, "ViT-B-32".
        pretrained: open_clip's tag of the weights, "laion2b_s34b_b79k".
        licence: short name of the weights' licence; empty where it is not known here.
        card: address of the page that tells about the weights; empty where there is none.
        urls: where the weights lie, the address to try first in front; empty where not known.
        parameters: number of parameters; 0 where not counted.
        size: bytes of the file; None until the server says it.
        sha256: of the file, 64 hexadecimal digits; None where not known.
    """

    name: str
    pretrained: str
    licence: str = ""
    card: str = ""
    urls: tuple[str, ...] = ()
    parameters: int = 0
    size: int | None = None
    sha256: str | None = None

    @property
    def label(self) -> str:
        """Both names, for people."""
        return f"{self.name} {self.pretrained}"

    @property
    def expected_size(self) -> int | None:
        """Bytes of the file, or what its parameters take in float32; None where not counted."""
        return self.size or 4 * self.parameters or None


@functools.cache
def catalogue() -> tuple[Model, ...]:
    """The models that Bestlight recommends, the usual choice first."""
    rows = json.loads((files("core.models") / "catalogue.json").read_text("utf-8"))
    return tuple(Model(**{**row, "urls": tuple(row["urls"])}) for row in rows)


def find_model(name: str, pretrained: str | None = None) -> Model:
    """The model of that name, from the catalogue or else from what is known of open_clip's.

    Nothing is imported for it that takes long.

    Args:
        name: architecture, in any case ("vit-b-32", "ViT-B/32").
        pretrained: tag of the weights; None: the catalogue's first, or the only one there is. For
            a tag that is not known, the model comes without an address.

    Raises:
        UsageError: no such architecture, more than one tag to choose from, or a model that would
            need more from the network than its weights.
    """
    wanted, tag = plain_name(name), _clean(pretrained)
    for model in catalogue():
        if plain_name(model.name) == wanted and tag in (None, model.pretrained):
            return model
    return _registered(_architecture(name), tag)


def refuse_unplaced(model: Model) -> None:
    """Refuse a model whose weights lie nowhere that is known.

    Raises:
        UsageError: so it is, with the tags that are near.
    """
    if model.urls:
        return
    tags = _tags(model.name)
    near = _nearest(model.pretrained, {tag: tag for tag in tags})
    listed = ", ".join(tags[:_LISTED]) + (", ..." if len(tags) > _LISTED else "")
    known = f"did you mean {near}?" if near else f"known: {listed or 'none'};"
    raise UsageError(
        f"no weights {model.pretrained!r} of {model.name} are known",
        hint=f"{known} weights of your own want --from FILE or --url URL",
    )


def _clean(tag: str | None) -> str | None:
    if tag is None:
        return None
    if not _TAG.fullmatch(tag):
        raise UsageError(
            f"{tag[:60]!r} is not a tag of weights", hint="use letters, digits, dot, dash, _"
        )
    return tag.lower().replace("-", "_")


def _architecture(name: str) -> str:
    """open_clip's own spelling of an architecture's name."""
    known = {plain_name(model): model for model in _architectures()}
    if plain_name(name) in known:
        return known[plain_name(name)]
    near = _nearest(plain_name(name), known)
    usual = ", ".join(dict.fromkeys(model.name for model in catalogue()))
    raise UsageError(
        f"open_clip knows no model {name[:60]!r}",
        hint=f"did you mean {near}?" if near else f"the usual ones: {usual}",
    )


def _nearest(wanted: str, known: Mapping[str, str]) -> str:
    """Up to three names: those that begin so in front, then those written much alike."""
    begun = [name for name in known if wanted and name.startswith(wanted)]
    alike = difflib.get_close_matches(wanted[:80], known, n=3, cutoff=0.6)
    return ", ".join(known[name] for name in list(dict.fromkeys(begun + alike))[:3])


def _architectures() -> list[str]:
    loaded = sys.modules.get("open_clip")
    if loaded is not None:  # and may know some that its user has added
        return loaded.list_models()
    return [path.stem for path in _configs().glob("*.json")]


def _configs() -> Path:
    """open_clip's folder of architectures, found without importing it, which takes seconds."""
    found = importlib.util.find_spec("open_clip")
    if found is None or found.origin is None:
        raise BestlightError("open_clip is not installed", hint="install Bestlight again")
    return Path(found.origin).with_name("model_configs")


def _config(name: str) -> dict[str, Any]:
    loaded = sys.modules.get("open_clip")
    if loaded is not None:
        return loaded.get_model_config(name) or {}
    return json.loads((_configs() / f"{name}.json").read_text("utf-8"))


@functools.cache
def _weights() -> Mapping[str, Mapping[str, str]]:
    """Architecture, tag, and place on the hub ("owner/repository/file"), as open_clip has them."""
    return json.loads((files("core.models") / "weights.json").read_text("utf-8"))


def _tags(name: str) -> list[str]:
    """The tags of an architecture's weights, the catalogue's in front."""
    first = [model.pretrained for model in catalogue() if model.name == name]
    return list(dict.fromkeys((*first, *_weights().get(name, {}))))


def _registered(name: str, tag: str | None) -> Model:
    text = _config(name).get("text_cfg", {})
    if text.get("hf_model_name") or text.get("hf_tokenizer_name") or "siglip" in name.lower():
        raise UsageError(
            f"{name} needs a tokenizer from the network whenever it is used",
            hint="choose a model that is complete with its weights: bestlight models list",
        )
    tags = _tags(name)
    if tag is None and len(tags) != 1:
        listed = ", ".join(tags) or "none are known; give any name of your own"
        raise UsageError(f"{name} needs --pretrained TAG", hint=f"tags: {listed}")
    tag = tag or tags[0]
    hub = _weights().get(name, {}).get(tag, "")
    if not hub:
        return Model(name, tag)
    owner, repository, file = hub.split("/", 2)
    card = f"{HUB}{owner}/{repository}"
    return Model(name, tag, card=card, urls=_addresses(card, file or WEIGHTS))


def _addresses(card: str, file: str) -> tuple[str, ...]:
    """Where a hub repository may have its weights: first in the form that holds no code."""
    safe = SAFE_WEIGHTS if file == WEIGHTS else str(PurePosixPath(file).with_suffix(".safetensors"))
    return tuple(f"{card}/resolve/main/{name}" for name in dict.fromkeys((safe, file)))
