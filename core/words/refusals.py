"""Why a LUT cannot do a thing; the words that ask for it are in `data/words/8_refusals.toml`."""

from __future__ import annotations

SHAPE = "a LUT does not change the frame or its shape"
POSITION = "a LUT cannot tell where in the frame a pixel is"
THING = "a LUT cannot tell this thing from anything else of its colour"
CONTENT = "a LUT changes colours, not what is in the picture"
GLOW = "a LUT spreads no light; glow and halation need a spatial effect"
REFERENCE = (
    "that is what a reference is for: give the still with --reference, and say what should differ"
)
BALANCE = "what is correct depends on the shot: that is the balance, not a look"

# Beginnings of verbs that change what is in the picture.
CHANGING = ("remov", "delet", "eras", "replac", "swap", "add", "get rid", "insert")
