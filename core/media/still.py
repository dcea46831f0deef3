"""Reading stills: PNG, JPEG, TIFF, WebP, HEIC, AVIF and BMP through Pillow; what is deeper than
eight bits, EXR and DPX through OpenImageIO."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import BestlightError, UsageError, reason
from core.media import icc
from core.media.info import StillInfo, require_file, require_size
from core.media.orient import exif_orient

if TYPE_CHECKING:
    from PIL.Image import Image

_OIIO_ONLY = (".exr", ".dpx")
_MAYBE_DEEP = (".png", ".tif", ".tiff")
_ORIENTATION_TAG = 0x0112
_TURNED_BY_PILLOW = ("TIFF", "HEIF", "AVIF")
_HALF_MAX = 65504.0


@dataclass(frozen=True)
class Still:
    """A still as it is shown, upright.

    `rgb` is float32 (H, W, 3): code values 0..1 as stored, converted to sRGB where an embedded
    profile says that they are something else. EXR keeps its scene-linear values, which may lie
    outside 0..1; every value is finite. `alpha` is float32 (H, W), 0..1, or `None`; `rgb` is not
    multiplied by it, except in EXR, which stores it so.
    """

    info: StillInfo
    rgb: np.ndarray
    alpha: np.ndarray | None


def read_info(path: Path | str) -> StillInfo:
    """What a still is, from its header alone.

    Raises:
        BestlightError: missing, empty, unreadable, of another kind, or too large.
    """
    path = Path(path)
    require_file(path)
    if _through_oiio(path):
        return _oiio_info(path)
    with _pillow_image(path) as image:
        return _pillow_info(path, image)


def read_still(path: Path | str, max_side: int | None = None) -> Still:
    """Read a still; `max_side` limits its longer side in pixels, by area averaging.

    Raises:
        BestlightError: missing, empty, unreadable, damaged, of another kind, or too large.
        UsageError: `max_side` is below 1.
    """
    path = Path(path)
    if max_side is not None and max_side < 1:
        raise UsageError("the size of a still must be at least 1 pixel")
    require_file(path)
    still = _read_oiio(path) if _through_oiio(path) else _read_pillow(path)
    return _shrunk(still, max_side)


def _unreadable(path: Path, error: BaseException) -> BestlightError:
    return BestlightError(
        f"cannot read {path}: {reason(error)}",
        hint="check that it opens elsewhere and that its suffix says what it is",
    )


def _through_oiio(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in _OIIO_ONLY:
        return True
    if suffix not in _MAYBE_DEEP:
        return False
    import OpenImageIO

    source = OpenImageIO.ImageInput.open(str(path))
    if source is None:
        OpenImageIO.geterror()
        return False
    spec = source.spec()
    source.close()
    # CMYK and palettes are Pillow's; it cannot read more than 8 bits of colour.
    return spec.format.size() > 1 and spec.get_int_attribute("oiio:BitsPerSample", 16) > 8


# --- Pillow ---------------------------------------------------------------------------------------


@contextmanager
def _pillow_image(path: Path) -> Iterator[Image]:
    from PIL import Image, UnidentifiedImageError

    if path.suffix.lower() in (".heic", ".heif"):
        import pillow_heif

        pillow_heif.register_heif_opener()
    try:
        with warnings.catch_warnings():
            # Its warnings (odd EXIF, many pixels) are for programmers; the limit is our own.
            warnings.filterwarnings("ignore", module="PIL")
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                require_size(path, *image.size)
                yield image
    except Image.DecompressionBombError as error:
        raise BestlightError(
            f"{path} has too many pixels to be read", hint="scale it down first"
        ) from error
    except UnidentifiedImageError as error:
        raise BestlightError(
            f"{path} is not a picture, or is damaged",
            hint="check that it opens elsewhere and that its suffix says what it is",
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _unreadable(path, error) from error


def _pillow_info(path: Path, image: Image) -> StillInfo:
    orientation = _orientation(image.getexif().get(_ORIENTATION_TAG, 1))
    if image.format in _TURNED_BY_PILLOW:
        orientation = 1
    width, height = image.size
    if orientation >= 5:
        width, height = height, width
    text = {str(k): v for k, v in image.info.items() if isinstance(v, str)}
    return StillInfo(
        path=path,
        format=(image.format or path.suffix.lstrip(".")).lower(),
        width=width,
        height=height,
        bit_depth=_pillow_bits(image),
        is_float=image.mode == "F",
        has_alpha=image.has_transparency_data,
        orientation=orientation,
        icc=_icc_name(image.info.get("icc_profile")),
        metadata=text,
    )


def _pillow_bits(image: Image) -> int:
    if image.mode == "1":
        return 1
    if image.mode.startswith("I;16"):
        return 16
    if image.mode in ("I", "F"):
        return 32
    return int(image.info.get("bit_depth", 8))


def _orientation(value: Any) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _icc_name(data: bytes | None) -> str | None:
    if not data:
        return None
    from io import BytesIO

    from PIL import ImageCms

    try:
        return ImageCms.getProfileDescription(BytesIO(data)).strip() or "unnamed profile"
    except (ImageCms.PyCMSError, OSError):
        return "damaged profile"


def _read_pillow(path: Path) -> Still:
    with _pillow_image(path) as image:
        info = _pillow_info(path, image)
        image.load()
        profile = image.info.get("icc_profile")
        alpha = None
        if info.has_alpha:
            alpha = np.asarray(image.convert("RGBA").getchannel("A"), np.float32) / 255
        image, info, profile = _through_cms(image, info, profile)
        rgb = _pillow_rgb(image)
    rgb, info = _apply_profile(rgb, info, profile)
    if info.orientation != 1:
        rgb = exif_orient(rgb, info.orientation)
        alpha = None if alpha is None else exif_orient(alpha, info.orientation)
    return _finite(info, rgb, alpha)


def _pillow_rgb(image: Image) -> np.ndarray:
    if image.mode.startswith("I;16") or image.mode == "I":
        grey = np.asarray(image, np.float32) / np.float32(65535)
        return grey[..., None].repeat(3, -1)
    if image.mode == "F":
        return np.asarray(image, np.float32)[..., None].repeat(3, -1)
    if image.mode == "P":
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    return np.asarray(image.convert("RGB"), np.float32) / np.float32(255)


def _through_cms(
    image: Image, info: StillInfo, profile: bytes | None
) -> tuple[Image, StillInfo, bytes | None]:
    """Convert what only a table-based profile can say (CMYK, printers), in 8 bits."""
    if not profile or icc.parse(profile) is not None or image.mode not in ("RGB", "CMYK", "LAB"):
        return image, info, profile
    from io import BytesIO

    from PIL import ImageCms

    try:
        converted = ImageCms.profileToProfile(
            image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        note = "its ICC profile could not be used; read as sRGB"
        return image, replace(info, notes=(*info.notes, note)), None
    note = f"converted from its profile ({info.icc}) to sRGB in 8 bits"
    return converted or image, replace(info, icc_applied=True, notes=(*info.notes, note)), None


def _apply_profile(
    rgb: np.ndarray, info: StillInfo, data: bytes | None
) -> tuple[np.ndarray, StillInfo]:
    """Code values in sRGB, and a note where that changed them."""
    if not data:
        return rgb, info
    profile = icc.parse(data)
    if profile is None:
        note = f"its ICC profile ({info.icc}) is of a kind that is not applied here; read as sRGB"
        return rgb, replace(info, notes=(*info.notes, note))
    if profile.is_srgb:
        return rgb, info
    note = f"converted from its profile ({info.icc}) to sRGB"
    info = replace(info, icc_applied=True, notes=(*info.notes, note))
    return profile.to_srgb(rgb), info


# --- OpenImageIO ----------------------------------------------------------------------------------


def _oiio_open(path: Path) -> Any:
    import OpenImageIO

    config = OpenImageIO.ImageSpec()
    config.attribute("oiio:UnassociatedAlpha", 1)
    source = OpenImageIO.ImageInput.open(str(path), config)
    if source is None:
        raise BestlightError(
            f"cannot read {path}: {reason(ValueError(OpenImageIO.geterror()))}",
            hint="check that it opens elsewhere and that its suffix says what it is",
        )
    spec = source.spec()
    try:
        require_size(path, spec.width, spec.height)
    except BestlightError:
        source.close()
        raise
    return source


def _oiio_info(path: Path) -> StillInfo:
    source = _oiio_open(path)
    info = _spec_info(path, source.format_name(), source.spec())
    source.close()
    return info


def _spec_info(path: Path, name: str, spec: Any) -> StillInfo:
    import OpenImageIO

    orientation = _orientation(spec.get_int_attribute("Orientation", 1))
    width, height = spec.width, spec.height
    if orientation >= 5:
        width, height = height, width
    is_float = spec.format.basetype in (OpenImageIO.HALF, OpenImageIO.FLOAT, OpenImageIO.DOUBLE)
    profile = spec.getattribute("ICCProfile")
    text = {a.name: a.value for a in spec.extra_attribs if isinstance(a.value, str)}
    return StillInfo(
        path=path,
        format=name,
        width=width,
        height=height,
        bit_depth=spec.get_int_attribute("oiio:BitsPerSample", 8 * spec.format.size()),
        is_float=is_float,
        has_alpha=spec.alpha_channel >= 0,
        orientation=orientation,
        icc=_icc_name(None if profile is None else bytes(profile)),
        metadata=text,
    )


def _require_whole_png(path: Path) -> None:
    """Raise `BestlightError` if the chunks of a PNG stop before its end chunk.

    Its reading library prints errors of its own, so that a cut file is better found beforehand.
    """
    data = path.read_bytes()
    place = 8
    while place + 12 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        place += 12 + size
        if kind == b"IEND":
            return
    raise BestlightError(f"{path} is cut off", hint="copy or export it again")


def _read_oiio(path: Path) -> Still:
    if path.suffix.lower() == ".png":
        _require_whole_png(path)
    source = _oiio_open(path)
    spec = source.spec()
    info = _spec_info(path, source.format_name(), spec)
    pixels = source.read_image(0, 0, 0, spec.nchannels, "float")
    problem = source.geterror()
    source.close()
    if pixels is None or problem:
        raise _unreadable(path, ValueError(problem or "it is cut off"))
    pixels = np.asarray(pixels, np.float32).reshape(spec.height, spec.width, spec.nchannels)
    rgb = _colour_channels(pixels, list(spec.channelnames), spec.alpha_channel)
    alpha = pixels[..., spec.alpha_channel].copy() if info.has_alpha else None
    profile = spec.getattribute("ICCProfile")
    rgb, info = _apply_profile(rgb, info, None if profile is None else bytes(profile))
    if alpha is not None and info.format == "openexr":
        info = replace(
            info, notes=(*info.notes, "RGB is multiplied by its alpha, as EXR stores it")
        )
    if info.orientation != 1:
        rgb = exif_orient(rgb, info.orientation)
        alpha = None if alpha is None else exif_orient(alpha, info.orientation)
    return _finite(info, rgb, alpha)


def _colour_channels(pixels: np.ndarray, names: list[str], alpha: int) -> np.ndarray:
    """The R, G and B among the channels, by name or by place; one channel stands for all three."""
    by_name = {name.upper(): index for index, name in enumerate(names)}
    if all(channel in by_name for channel in "RGB"):
        return pixels[..., [by_name[channel] for channel in "RGB"]]
    colour = [index for index in range(len(names)) if index != alpha]
    return pixels[..., colour[:3] if len(colour) >= 3 else [colour[0]] * 3]


# --- both -----------------------------------------------------------------------------------------


def _finite(info: StillInfo, rgb: np.ndarray, alpha: np.ndarray | None) -> Still:
    """The still without NaN and infinities, and with a note where there were any."""
    rgb = np.ascontiguousarray(rgb, np.float32)
    bad = int(np.count_nonzero(~np.isfinite(rgb)))
    if bad:
        rgb = np.nan_to_num(rgb, copy=True, nan=0.0, posinf=_HALF_MAX, neginf=-_HALF_MAX)
        note = f"{bad} values were NaN or infinite: NaN read as 0, infinity as ±{_HALF_MAX:.0f}"
        info = replace(info, notes=(*info.notes, note))
    if alpha is not None:
        alpha = np.clip(np.nan_to_num(np.ascontiguousarray(alpha, np.float32)), 0, 1)
    return Still(info, rgb, alpha)


def _shrunk(still: Still, max_side: int | None) -> Still:
    height, width = still.rgb.shape[:2]
    if max_side is None or max(height, width) <= max_side:
        return still
    scale = max_side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    rgb = np.stack([_scaled(still.rgb[..., i], size) for i in range(3)], axis=-1)
    alpha = None if still.alpha is None else _scaled(still.alpha, size)
    return Still(still.info, rgb, alpha)


def _scaled(plane: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    from PIL import Image

    picture = Image.fromarray(np.ascontiguousarray(plane, np.float32))
    return np.asarray(picture.resize(size, Image.Resampling.BOX), np.float32)
