"""The shipped sample: what it is, what it weighs, and that its values mean what its tags say."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from functools import cache
from itertools import islice

import av
import numpy as np
import pytest
from av.video.plane import VideoPlane
from PIL import Image

from core.colour.spaces import ocio
from core.demo import sample_clip, sample_still
from training.sample.arrays import f32
from training.sample.camera import Camera
from training.sample.finish import card_box, to_yuv420
from training.sample.render_sample import FRAMES, HEIGHT, WIDTH
from training.sample.scene import Moment, card_corners, terrace_moment

GREY_CODE = 0.391
CONFIG = "studio-config-v4.0.0_aces-v2.0_ocio-v2.5"


def clip_frames(step: int = 1) -> Iterator[np.ndarray]:
    """Every so many frames as R'G'B', float32 (h, w, 3), by BT.709's equations written out here."""
    with av.open(str(sample_clip())) as container:
        for frame in islice(container.decode(video=0), 0, None, step):
            yield _rgb(frame)


@cache
def first_frame() -> np.ndarray:
    """The one that the measures of single patches are taken from."""
    return next(clip_frames())


def _rgb(frame: av.VideoFrame) -> np.ndarray:
    y, cb, cr = (_plane(p).astype(np.float64) / 4 for p in frame.planes)
    y = (y - 16) / 219
    cb, cr = (np.kron((c - 128) / 224, np.ones((2, 2))) for c in (cb, cr))
    rgb = [y + 1.5748 * cr, y - 0.187324 * cb - 0.468124 * cr, y + 1.8556 * cb]
    return np.stack(rgb, axis=-1).astype(np.float32)


def _plane(plane: VideoPlane) -> np.ndarray:
    rows = np.frombuffer(bytes(plane), np.uint16).reshape(plane.height, -1)
    return rows[:, : plane.width]


def _pixel(camera: Camera, world: tuple[float, float, float]) -> tuple[int, int]:
    x, y, _ = camera.project(f32([world]), WIDTH, HEIGHT)
    return int(y[0]), int(x[0])


@pytest.fixture(scope="module")
def first() -> Moment:
    return terrace_moment(0.0)


def test_both_files_ship_and_weigh_at_most_4_mb() -> None:
    assert sample_clip().stat().st_size + sample_still().stat().st_size <= 4_000_000


def test_clip_is_what_its_description_says() -> None:
    with av.open(str(sample_clip())) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.width, video.height, video.average_rate) == (WIDTH, HEIGHT, 24)
        assert (video.codec_context.name, video.pix_fmt) == ("hevc", "yuv420p10le")
        assert (video.codec_context.color_range, video.codec_context.colorspace) == (1, 1)
        assert video.metadata["timecode"] == "01:00:00:00"
        assert container.metadata["com.arri.camera.ColorGammaSxS"] == "LOG-C"
        assert audio.codec_context.name == "aac"
        assert audio.duration is not None
        assert audio.time_base is not None
        assert float(audio.duration * audio.time_base) == pytest.approx(FRAMES / 24, abs=0.05)
        assert sum(1 for _ in container.decode(video=0)) == FRAMES


def test_sound_is_there_and_quiet() -> None:
    with av.open(str(sample_clip())) as container:
        sound = np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)
    assert 0.002 < np.sqrt((sound**2).mean()) < 0.1


def test_grey_card_lies_at_logc3_mid_grey_and_is_neutral(first: Moment) -> None:
    patch = first_frame()[card_box(first.camera, card_corners(), WIDTH, HEIGHT)]
    assert patch.shape[0] >= 4
    assert patch.reshape(-1, 3).mean(axis=0) == pytest.approx([GREY_CODE] * 3, abs=0.006)


def test_highlights_use_the_curve_and_nothing_clips() -> None:
    ends = [(float(frame.min()), float(frame.max())) for frame in clip_frames(12)]
    assert 0.78 < max(brightest for _, brightest in ends) < 1.0
    assert min(darkest for darkest, _ in ends) > 0.0


@pytest.mark.parametrize("at", [(-0.50, 0.385, 0.06), (-0.03, 0.385, -0.11), (0.42, 0.385, 0.05)])
def test_skin_has_the_hue_of_skin_on_a_display(
    first: Moment, at: tuple[float, float, float]
) -> None:
    row, column = _pixel(first.camera, at)
    patch = first_frame()[row - 3 : row + 4, column - 3 : column + 4].reshape(-1, 3)
    config = ocio().Config.CreateFromBuiltinConfig(CONFIG)
    view = ocio().DisplayViewTransform(
        src="ARRI LogC3 (EI800)",
        display="sRGB - Display",
        view="ACES 2.0 - SDR 100 nits (Rec.709)",
    )
    shown = config.getProcessor(view).getDefaultCPUProcessor().applyRGB(patch.mean(axis=0).tolist())
    hue, saturation, _ = colorsys.rgb_to_hsv(*shown)
    assert 5 < hue * 360 < 35
    assert 0.15 < saturation < 0.75


def test_camera_and_light_move() -> None:
    start, end = clip_frames(FRAMES - 1)
    assert np.abs(start - end).mean() > 0.02
    assert (end[..., 0] - end[..., 2]).mean() > (start[..., 0] - start[..., 2]).mean() + 0.02


def test_still_is_srgb_without_chroma_subsampling_and_in_a_grade_of_its_own() -> None:
    with Image.open(sample_still()) as still:
        assert (still.format, still.mode, still.size) == ("JPEG", "RGB", (WIDTH, HEIGHT))
        rgb = np.asarray(still, np.float32) / 255
    luma = rgb @ f32([0.2126, 0.7152, 0.0722])
    dark, light = rgb[luma < np.quantile(luma, 0.1)], rgb[luma > np.quantile(luma, 0.95)]
    assert dark.mean(axis=0)[2] > dark.mean(axis=0)[0]
    assert light.mean(axis=0)[0] > light.mean(axis=0)[2]


def test_planes_follow_bt709_legal_range() -> None:
    code = np.zeros((4, 4, 3), np.float32)
    assert np.unique(to_yuv420(code)).tolist() == [64, 512]
    assert to_yuv420(code + 1).ravel()[[0, -1]].tolist() == [940, 512]
