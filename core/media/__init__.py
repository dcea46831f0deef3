"""Clips and stills: what a file is, its frames as code values, and graded files out.

Decoders load on the first use of a function, not on import.
"""

from core.media.cicp import OutputTags
from core.media.codecs import EncoderSettings, choose_encoder, default_suffix
from core.media.info import ClipInfo, StillInfo
from core.media.kinds import is_media_name, is_still, is_still_name
from core.media.probe import probe, probe_file
from core.media.render import RenderResult, render_clip
from core.media.sample import Frame, sample_frames
from core.media.sequence import (
    FrameSequence,
    SequenceInfo,
    is_pattern,
    is_sequence,
    parse_pattern,
    stem_of,
)
from core.media.still import Still, open_still, read_still
from core.media.still_write import OPAQUE, StillCanvas, write_still
from core.media.stream import stream_frames

__all__ = [
    "OPAQUE",
    "ClipInfo",
    "EncoderSettings",
    "Frame",
    "FrameSequence",
    "OutputTags",
    "RenderResult",
    "SequenceInfo",
    "Still",
    "StillCanvas",
    "StillInfo",
    "choose_encoder",
    "default_suffix",
    "is_media_name",
    "is_pattern",
    "is_sequence",
    "is_still",
    "is_still_name",
    "open_still",
    "parse_pattern",
    "probe",
    "probe_file",
    "read_still",
    "render_clip",
    "sample_frames",
    "stem_of",
    "stream_frames",
    "write_still",
]
