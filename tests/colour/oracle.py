"""colour-science as an independent oracle."""

import functools
import warnings

import numpy as np


@functools.cache
def colour_science():
    # Its import changes numpy's print options and warns that it cannot plot.
    with np.printoptions(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import colour
    return colour


def decode(curve, codes):
    """Scene light for code values of a log curve."""
    return _quietly(colour_science().CCTF_DECODINGS[curve], codes)


def encode(curve, light):
    """Code values of a log curve for scene light."""
    return _quietly(colour_science().CCTF_ENCODINGS[curve], light)


def _quietly(curve, values):
    # Both branches of a curve are evaluated everywhere before one is chosen.
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(curve(values))
