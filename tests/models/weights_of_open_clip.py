"""What open_clip's own registry says of weights; run as a module, it renews Bestlight's copy."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path


def listed_by_open_clip() -> dict[str, dict[str, str]]:
    """Architecture, tag of weights, and their place on the hub ("owner/repository/file")."""
    from open_clip import get_pretrained_cfg, list_models, list_pretrained_tags_by_model

    return {
        name: {tag: get_pretrained_cfg(name, tag).get("hf_hub", "") for tag in tags}
        for name in list_models()
        if (tags := list_pretrained_tags_by_model(name))
    }


def _renew() -> None:
    rows = [f" {json.dumps(k)}: {json.dumps(v)}" for k, v in listed_by_open_clip().items()]
    text = "{\n" + ",\n".join(rows) + "\n}\n"
    Path(str(files("core.models") / "weights.json")).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _renew()
