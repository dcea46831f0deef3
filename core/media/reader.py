"""Opening clips with PyAV: quiet, local files only, and every failure in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from core.errors import BestlightError, reason
from core.media.info import require_file, require_size

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from av.video.stream import VideoStream

_ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
# Lists of other files or single pictures, not clips.
_NOT_CLIPS = ("concat", "hls", "dash", "image2", "ffmetadata", "sdp", "rtsp", "imf", "tty")


@contextmanager
def quiet_errors(path: Path, doing: str = "read") -> Iterator[None]:
    """Turn the media library's errors on `path` into one-line `BestlightError`s."""
    import av.error

    try:
        yield
    except av.error.InvalidDataError as error:
        raise BestlightError(
            f"cannot {doing} {path}: its content is not a clip that is known here, or it is"
            " damaged or cut off",
            hint="check that it plays, or copy or export it again",
        ) from error
    except (av.error.FFmpegError, OSError) as error:
        raise BestlightError(
            f"cannot {doing} {path}: {reason(error)}",
            hint="check that the disk has room and that the file may be read or written",
        ) from error


def local_url(path: Path) -> str:
    """`path` so that the media library takes it for a file, whatever its name.

    A colon in a plain name would be read as the end of a protocol's.
    """
    return f"file:{path}"


@contextmanager
def open_clip(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open `path` and choose its best video stream; decoding uses every core.

    Raises:
        BestlightError: the file is missing, empty, unreadable, no clip, or has no video.
    """
    import av

    require_file(path)
    with quiet_errors(path):
        # Without the whitelist a crafted playlist could make the library fetch from the network.
        container = av.open(
            local_url(path), options={"protocol_whitelist": "file"}, metadata_errors="replace"
        )
    with container:
        name = container.format.name
        if name.endswith("_pipe") or any(part in _NOT_CLIPS for part in name.split(",")):
            raise BestlightError(
                f"{path} is not a clip (its content is of the kind {name!r})",
                hint="give a clip, or a still in a format that is read",
            )
        stream = _best_video(container)
        if stream is None:
            raise BestlightError(f"{path} has no video in it", hint="give a clip with a picture")
        if stream.codec_context is None:
            raise BestlightError(
                f"{path}: its video codec is not known here",
                hint="convert it to ProRes, DNxHR, H.264 or H.265 first",
            )
        require_size(path, max(stream.codec_context.width, 1), max(stream.codec_context.height, 1))
        stream.thread_type = "AUTO"
        yield container, stream


def _best_video(container: InputContainer) -> VideoStream | None:
    from av.stream import Disposition

    pictures = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    best = container.streams.best("video") if pictures else None
    return next((s for s in pictures if s == best), pictures[0] if pictures else None)


def has_side_alpha(stream: VideoStream) -> bool:
    """Whether a stream says that its alpha lies beside its pictures (WebM's AlphaMode)."""
    said = {key.lower(): value for key, value in stream.metadata.items()}
    return said.get("alpha_mode") == "1"


class Decoder:
    """Decodes packets of one stream and outlives damaged ones.

    Attributes:
        damaged: how many packets or frames were found damaged so far.
        decoded: how many frames came out so far.
    """

    def __init__(self) -> None:
        self.damaged = 0
        self.decoded = 0
        self._with_alpha: av.VideoCodecContext | None = None

    def restart(self) -> None:
        """Forget what came before: the next packet is from another place."""
        if self._with_alpha is not None:
            self._with_alpha.flush_buffers()

    def _decoded(self, packet: av.Packet[VideoStream]) -> list[av.VideoFrame]:
        """VP8 and VP9 keep alpha beside the picture, where only their makers' decoder looks."""
        name = _ALPHA_DECODERS.get(packet.stream.codec_context.name)
        if name is None or not has_side_alpha(packet.stream):
            return packet.decode()
        import av

        if self._with_alpha is None:
            if name not in av.codecs_available:
                return packet.decode()
            self._with_alpha = cast("av.VideoCodecContext", av.CodecContext.create(name, "r"))
        return self._with_alpha.decode(packet if packet.size else None)

    def frames(self, packet: av.Packet[VideoStream]) -> list[av.VideoFrame]:
        """The frames that `packet` completes; none where it is damaged."""
        import av.error

        try:
            frames = self._decoded(packet)
        except (av.error.InvalidDataError, av.error.PatchWelcomeError, av.error.BugError):
            self.damaged += 1
            return []
        except av.error.EOFError:
            return []
        self.damaged += sum(1 for frame in frames if frame.is_corrupt)
        self.decoded += len(frames)
        return frames
