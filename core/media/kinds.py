"""What a file is, told by its first bytes; its suffix counts only where those say nothing."""

from __future__ import annotations

from pathlib import Path

_STILLS = (
    ".png .jpg .jpeg .jpe .jfif .tif .tiff .webp .heic .heif .avif .bmp .exr .dpx .cin"
    " .hdr .jxl .jp2 .j2k .psd .tga .ppm .pgm .pnm .pfm"
)
STILL_SUFFIXES = frozenset(_STILLS.split())
VIDEO_SUFFIXES = frozenset(
    (".mov", ".mp4", ".m4v", ".mkv", ".mxf", ".avi", ".webm", ".mts", ".m2ts", ".ts", ".mpg")
)
"""What a folder is searched for; a file that is named is told by its content."""

CLIP, RAW = "clip", "raw"
_HEAD = 64
_FOOT = b"TRUEVISION-XFILE.\x00"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"BM", "bmp"),
    (b"\x76\x2f\x31\x01", "exr"),
    (b"SDPX", "dpx"),
    (b"XPDS", "dpx"),
    (b"\x80\x2a\x5f\xd7", "cineon"),
    (b"\xd7\x5f\x2a\x80", "cineon"),
    (b"8BPS", "psd"),
    (b"\xff\x0a", "jxl"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "jxl"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
    (b"#?RADIANCE", "hdr"),
    (b"#?RGBE", "hdr"),
    (b"\x1a\x45\xdf\xa3", CLIP),
    (b"\x06\x0e\x2b\x34\x02\x05\x01\x01", CLIP),
    (b"FUJIFILMCCD-RAW", RAW),
    (b"IIRO", RAW),
    (b"IIRS", RAW),
    (b"IIU\x00", RAW),
)
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
# Their raw files are TIFF; the pictures that a TIFF reader finds in them are thumbnails.
_RAWS = ".dng .nef .nrw .arw .sr2 .cr2 .pef .srw .3fr .iiq .erf .mef"
_RAW_SUFFIXES = frozenset(_RAWS.split())
_PNM = tuple(b"P" + kind + space for kind in b"1 2 3 4 5 6 F f".split() for space in (b"\n", b" "))
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2")


def file_kind(path: Path) -> str | None:
    """The kind of the file's content: a still's ("png", "exr", ...), `CLIP`, `RAW`; or `None`.

    `None` where the first bytes belong to nothing known here, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            # A Targa file is known by its end alone.
            if not head.startswith(tuple(magic for magic, _ in _MAGIC)) and len(head) == _HEAD:
                file.seek(-len(_FOOT), 2)
                if file.read() == _FOOT:
                    return "tga"
    except OSError:
        return None
    return _by_head(head, path.suffix.lower())


def _by_head(head: bytes, suffix: str) -> str | None:
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"AVI ": CLIP}.get(head[8:12])
    if head.startswith(_TIFF):
        return RAW if suffix in _RAW_SUFFIXES or head[8:10] == b"CR" else "tiff"
    if head.startswith(_PNM):
        return "pnm"
    unknown = "tga" if suffix == ".tga" else None
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), unknown)


def _by_brand(head: bytes) -> str:
    """A file of the ISO base media family (ISO/IEC 14496-12, §4.3) by its brands."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[i : i + 4] for i in range(16, size - 3, 4))]
    if brands[0] == b"crx ":
        return RAW
    if b"avif" in brands:
        return "avif"
    # Image sequences carry these brands too, but not as the major one.
    return "heif" if brands[0] in _HEIF_BRANDS else CLIP


def is_still(path: Path) -> bool:
    """Whether the file is to be read as a still: by its content, else by its suffix."""
    kind = file_kind(path)
    return is_still_name(path) if kind is None else kind != CLIP


def is_still_name(path: Path) -> bool:
    """Whether the suffix of `path` is that of a still."""
    return path.suffix.lower() in STILL_SUFFIXES


def is_media_name(path: Path) -> bool:
    """Whether the suffix of `path` is that of a still or of a clip."""
    return is_still_name(path) or path.suffix.lower() in VIDEO_SUFFIXES
