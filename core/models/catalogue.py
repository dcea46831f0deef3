"""Which CLIP models can be installed: a short catalogue, and whatever else open_clip knows."""

from __future__ import annotations

import difflib
import functools
import json
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath

from core.errors import UsageError
from core.models.store import plain_name

HUB = "https://huggingface.co/"
# What a hub repository of open_clip calls its weights (open_clip.constants), the safe form first.
SAFE_WEIGHTS = "open_clip_model.safetensors"
WEIGHTS = "open_clip_pytorch_model.bin"
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
    """The model of that name, from the catalogue or else from open_clip's own registry.

    Args:
        name: architecture, in any case ("vit-b-32", "ViT-B/32").
        pretrained: tag of the weights; None: the catalogue's first, or the only one there is. For
            a tag that open_clip does not know, the model comes without an address.

    Raises:
        UsageError: no such architecture, more than one tag to choose from, or a model that would
            need more from the network than its weights.
    """
    wanted, tag = plain_name(name), _clean(pretrained)
    for model in catalogue():
        if plain_name(model.name) == wanted and tag in (None, model.pretrained):
            return model
    return _registered(_architecture(name), tag)


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
    import open_clip

    known = {plain_name(model): model for model in open_clip.list_models()}
    if plain_name(name) in known:
        return known[plain_name(name)]
    near = difflib.get_close_matches(plain_name(name), known, n=3, cutoff=0.6)
    nearest = ", ".join(known[model] for model in near)
    raise UsageError(
        f"open_clip knows no model {name[:60]!r}",
        hint=f"did you mean {nearest}?" if nearest else "see: bestlight models list",
    )


def _registered(name: str, tag: str | None) -> Model:
    from open_clip import get_model_config, get_pretrained_cfg, list_pretrained_tags_by_model

    text = (get_model_config(name) or {}).get("text_cfg", {})
    if text.get("hf_model_name") or text.get("hf_tokenizer_name") or "siglip" in name.lower():
        raise UsageError(
            f"{name} needs a tokenizer from the network whenever it is used",
            hint="choose a model that is complete with its weights: bestlight models list",
        )
    tags = list_pretrained_tags_by_model(name)
    if tag is None and len(tags) != 1:
        listed = ", ".join(tags) or "none known to open_clip; give any name of your own"
        raise UsageError(f"{name} needs --pretrained TAG", hint=f"tags: {listed}")
    tag = tag or str(tags[0])
    hub = get_pretrained_cfg(name, tag).get("hf_hub", "")
    if not hub:
        return Model(name, tag)
    owner, repository, file = hub.split("/", 2)
    card = f"{HUB}{owner}/{repository}"
    return Model(name, tag, card=card, urls=_addresses(card, file or WEIGHTS))


def _addresses(card: str, file: str) -> tuple[str, ...]:
    """Where a hub repository may have its weights: first in the form that holds no code."""
    safe = SAFE_WEIGHTS if file == WEIGHTS else str(PurePosixPath(file).with_suffix(".safetensors"))
    return tuple(f"{card}/resolve/main/{name}" for name in dict.fromkeys((safe, file)))
