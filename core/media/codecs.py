"""Which encoder writes a graded clip, with which settings, in which container."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import UsageError
from core.media.info import ClipInfo


@dataclass(frozen=True)
class EncoderSettings:
    """All that an encoder is told; the same words serve the ffmpeg command line.

    `deep` says that frames carry more than 8 bits. `field_options` are added for an interlaced
    clip, and are empty where the encoder cannot keep fields apart.
    """

    name: str
    encoder: str
    pix_fmt: str
    deep: bool
    carries_alpha: bool
    options: Mapping[str, str] = field(default_factory=dict)
    field_options: Mapping[str, str] = field(default_factory=dict)

    @property
    def carries_hdr(self) -> bool:
        """Whether it writes HDR metadata into the stream."""
        return self.encoder == "libx265"


@dataclass(frozen=True)
class _Codec:
    suffixes: tuple[str, ...]
    encoder: str


_CODECS = {
    "h264": _Codec((".mp4", ".m4v", ".mov", ".mkv"), "libx264"),
    "h265": _Codec((".mp4", ".m4v", ".mov", ".mkv"), "libx265"),
    "h265-10": _Codec((".mp4", ".m4v", ".mov", ".mkv"), "libx265"),
    "prores": _Codec((".mov", ".mkv"), "prores_ks"),
    "dnxhr": _Codec((".mov",), "dnxhd"),
    "ffv1": _Codec((".mkv",), "ffv1"),
}
CODEC_NAMES = tuple(_CODECS)
CLIP_SUFFIXES = (".mp4", ".m4v", ".mov", ".mkv")

# Below these, one encoder refuses and the other writes outside its memory.
_SMALLEST = {"dnxhd": (256, 120), "libx265": (64, 64)}
_X265_SHORT = 6

_INTERLACED = {"flags": "+ildct+ilme"}
# Visually lossless for a grade that may be graded again; the presets are the encoders' own names.
_DEFAULT_CRF = {"libx264": 16, "libx265": 18}
_DEFAULT_PRESET = "veryfast"
_PRESETS = (
    "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow",
    "placebo",
)  # fmt: skip


def default_suffix(info: ClipInfo, codec: str | None = None) -> str:
    """The suffix for a graded copy of `info` where the user names none: its own, if it can be."""
    suffix = info.path.suffix.lower()
    possible = CLIP_SUFFIXES if codec is None else _known(codec).suffixes
    if suffix in possible:
        return suffix
    deep = info.bit_depth > 8 or info.has_alpha
    return ".mov" if deep and ".mov" in possible else possible[0]


def default_codec(info: ClipInfo, suffix: str) -> str:
    """What a clip with this suffix is written as unless the user says otherwise."""
    if suffix == ".mov" and (info.bit_depth > 8 or info.has_alpha):
        return "prores"
    return "h265-10" if info.bit_depth > 8 else "h264"


def choose_encoder(
    info: ClipInfo,
    suffix: str,
    codec: str | None = None,
    *,
    quality: int | None = None,
    preset: str | None = None,
) -> EncoderSettings:
    """The encoder for a graded copy of `info` in a container named by `suffix`.

    `codec` is one of `CODEC_NAMES`. `quality` is H.264's and H.265's constant rate factor (0..51,
    lower is better; 16 and 18 unless given), `preset` their speed name; others have neither. Odd
    sizes are written 4:4:4 where 4:2:0 or 4:2:2 cannot hold them.

    Raises:
        UsageError: an unknown codec or preset, a preset where there is none, or a codec that this
            container does not carry.
    """
    suffix = suffix.lower()
    if suffix not in CLIP_SUFFIXES:
        raise UsageError(
            f"clips are not written as {suffix or 'files without a suffix'}",
            hint=f"name the output {', '.join(CLIP_SUFFIXES)}",
        )
    codec = codec or default_codec(info, suffix)
    known = _known(codec)
    if suffix not in known.suffixes:
        raise UsageError(
            f"{codec} does not go into {suffix}",
            hint=f"name the output {' or '.join(known.suffixes)}",
        )
    _require_room(info, codec, known.encoder)
    if preset is not None:
        _check_preset(codec, known.encoder, preset)
    if codec == "prores":
        return _prores(info)
    if codec == "dnxhr":
        return _dnxhr(info)
    if codec == "ffv1":
        return _ffv1(info)
    return _h26x(info, codec, known.encoder, quality, preset)


def _known(codec: str) -> _Codec:
    if codec not in _CODECS:
        raise UsageError(f"unknown codec {codec!r}", hint=f"choose one of {', '.join(CODEC_NAMES)}")
    return _CODECS[codec]


def _check_preset(codec: str, encoder: str, preset: str) -> None:
    if encoder not in _DEFAULT_CRF:
        raise UsageError(f"{codec} has no presets", hint="leave the preset out")
    if preset not in _PRESETS:
        raise UsageError(f"unknown preset {preset!r}", hint=f"choose one of {', '.join(_PRESETS)}")


def _require_room(info: ClipInfo, codec: str, encoder: str) -> None:
    width, height = _SMALLEST.get(encoder, (1, 1))
    if info.coded_width < width or info.coded_height < height:
        raise UsageError(
            f"{codec} needs at least {width}x{height}; {info.path} is"
            f" {info.coded_width}x{info.coded_height}",
            hint="choose another codec",
        )


def _h26x(
    info: ClipInfo, codec: str, encoder: str, quality: int | None, preset: str | None
) -> EncoderSettings:
    deep = codec == "h265-10"
    odd = info.coded_width % 2 or info.coded_height % 2
    crf = _DEFAULT_CRF[encoder] if quality is None else quality
    if not 0 <= crf <= 51:
        raise UsageError(f"quality {crf} is outside 0..51")
    options = {"preset": preset or _DEFAULT_PRESET, "crf": str(crf)}
    if encoder == "libx265":
        # This encoder writes to the terminal by itself; and with fewer frames than it looks ahead
        # for B-frames, it makes decoding times up.
        short = info.frame_count < _X265_SHORT
        options["x265-params"] = "log-level=none" + (":bframes=0" if short else "")
    return EncoderSettings(
        name=codec,
        encoder=encoder,
        pix_fmt=("yuv444p" if odd else "yuv420p") + ("10le" if deep else ""),
        deep=deep,
        carries_alpha=False,
        options=options,
        field_options=_INTERLACED if encoder == "libx264" else {},
    )


def _prores(info: ClipInfo) -> EncoderSettings:
    full_chroma = info.has_alpha or info.coded_width % 2 or info.subsampling in ("4:4:4", "rgb")
    pix_fmt = "yuva444p10le" if info.has_alpha else "yuv444p10le"
    return EncoderSettings(
        name="prores",
        encoder="prores_ks",
        pix_fmt=pix_fmt if full_chroma else "yuv422p10le",
        deep=True,
        carries_alpha=info.has_alpha,
        options={"profile": "4" if full_chroma else "3", "vendor": "apl0"},
        field_options=_INTERLACED,
    )


def _dnxhr(info: ClipInfo) -> EncoderSettings:
    deep = info.bit_depth > 8
    return EncoderSettings(
        name="dnxhr",
        encoder="dnxhd",
        pix_fmt="yuv422p10le" if deep else "yuv422p",
        deep=deep,
        carries_alpha=False,
        options={"profile": "dnxhr_hqx" if deep else "dnxhr_hq"},
        field_options=_INTERLACED,
    )


def _ffv1(info: ClipInfo) -> EncoderSettings:
    """Lossless, so in the source's own layout, at 8, 10, 12 or 16 bits."""
    depth = next(bits for bits in (8, 10, 12, 16) if info.bit_depth <= bits or bits == 16)
    tail = "" if depth == 8 else f"{depth}le"
    layout = {"4:2:0": "420", "4:2:2": "422"}.get(info.subsampling, "444")
    if info.is_rgb:
        # 8-bit planar RGB is not among this encoder's formats.
        pix_fmt = ("bgra" if info.has_alpha else "bgr0") if depth == 8 else f"gbrp{tail}"
        if info.has_alpha and depth > 8:
            pix_fmt = f"gbrap{tail}"
    else:
        pix_fmt = f"yuv{'a' if info.has_alpha else ''}{layout}p{tail}"
    return EncoderSettings(
        name="ffv1",
        encoder="ffv1",
        pix_fmt=pix_fmt,
        deep=depth > 8,
        carries_alpha=info.has_alpha,
        options={"level": "3", "slicecrc": "1"},
    )
