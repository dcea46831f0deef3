"""What small public networks say of a photograph: person, faces, things, sky. Training only; their
files are named in docs/training.md and are not shipped.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

FACE_SIDE = 192
FACE_SURE, SAME_FACE = 0.6, 0.4

# Points of the face mesh (Kartynnik et al., "Real-time facial surface geometry", 2019).
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
HOLES = (
    (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185),
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)


@dataclass(frozen=True)
class Said:
    """What the teachers say of one photograph (H, W).

    Attributes:
        selfie, person: (H, W) 0..1, the person near the camera, and all people.
        face, skin_seed: (H, W) bool, the ovals of faces, and the same without eyes and lips.
        sky: (H, W) 0..1; it takes walls for sky where there is none.
        things: (H, W) uint8, classes of PASCAL VOC.
        faces: how many there are.
    """

    selfie: np.ndarray
    person: np.ndarray
    face: np.ndarray
    skin_seed: np.ndarray
    sky: np.ndarray
    things: np.ndarray
    faces: int


class Teachers:
    """The networks in a folder, loaded once.

    Args:
        folder: where their files are.
    """

    def __init__(self, folder: Path) -> None:
        import ncnn  # pyright: ignore[reportMissingImports]

        self._selfie = _Lite(folder / "selfie_segmentation.tflite")
        self._things = _Lite(folder / "deeplabv3_mnv2_pascal_quant.tflite")
        self._faces = _Lite(folder / "face_detection_full_range_sparse.tflite")
        self._mesh = _Lite(folder / "face_landmark.tflite")
        self._ncnn = ncnn
        self._sky = self._net(folder / "EGE_165.ncnn")

    def _net(self, stem: Path):
        net = self._ncnn.Net()  # pyright: ignore[reportAttributeAccessIssue]
        net.opt.num_threads = 1
        net.load_param(f"{stem}.param")
        net.load_model(f"{stem}.bin")
        return net

    def say(self, picture: np.ndarray) -> Said:
        """What they say of a picture (H, W, 3) uint8."""
        height, width = picture.shape[:2]
        selfie = _sized(self._selfie(_made(picture, 256) / 255)[0][0, ..., 0], width, height)
        things = self._things(_made(picture, 513).astype(np.uint8))[0][0].astype(np.uint8)
        things = np.asarray(
            Image.fromarray(things).resize((width, height), Image.Resampling.NEAREST)
        )
        face, seed, count = self._faced(picture)
        sky = self._sky_of(picture)
        people = (things == 15).astype(np.float32)
        person = selfie if count else people
        person = np.maximum(
            person, np.maximum(selfie, people) if _agree(selfie, people) else person
        )
        return Said(selfie, person, face, seed, sky, things, count)

    def _faced(self, picture: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
        height, width = picture.shape[:2]
        whole, skin = (Image.new("L", (width, height)) for _ in range(2))
        count = 0
        for centre, size, angle in self._boxes(picture):
            points = self._landmarks(picture, centre, size, angle)
            if points is None:
                continue
            count += 1
            for image in (whole, skin):
                ImageDraw.Draw(image).polygon([tuple(points[i]) for i in OVAL], fill=255)
            for hole in HOLES:
                ImageDraw.Draw(skin).polygon([tuple(points[i]) for i in hole], fill=0)
        return np.asarray(whole) > 0, np.asarray(skin) > 0, count

    def _boxes(self, picture: np.ndarray) -> list[tuple[np.ndarray, float, float]]:
        """Centre, side and angle of the faces' square crops, in pixels."""
        height, width = picture.shape[:2]
        side = max(height, width)
        boxed = np.zeros((side, side, 3), np.uint8)
        boxed[:height, :width] = picture
        raw, scores = self._faces(_made(boxed, FACE_SIDE) / 127.5 - 1)
        sure = 1 / (1 + np.exp(-np.clip(scores[0, :, 0], -50, 50)))
        found: list[tuple[np.ndarray, float, float]] = []
        for at in np.argsort(-sure)[:30]:
            if sure[at] < FACE_SURE:
                break
            anchor = (np.array([at % 48, at // 48]) + 0.5) / 48
            box = raw[0, at].reshape(-1, 2) / FACE_SIDE
            centre, size = (anchor + box[0]) * side, float(box[1].max() * side)
            if any(np.hypot(*(centre - c)) < SAME_FACE * s for c, s, _ in found):
                continue
            eyes = anchor + box[2:4]
            across = eyes[1] - eyes[0]
            found.append((centre, 1.5 * size, float(np.arctan2(across[1], across[0]))))
        return found

    def _landmarks(
        self, picture: np.ndarray, centre: np.ndarray, size: float, angle: float
    ) -> np.ndarray | None:
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        scale = size / FACE_SIDE
        corner = centre - turn @ np.full(2, size / 2)
        affine = [*(turn * scale)[0], corner[0], *(turn * scale)[1], corner[1]]
        crop = Image.fromarray(picture).transform(
            (FACE_SIDE, FACE_SIDE), Image.Transform.AFFINE, affine, Image.Resampling.BILINEAR
        )
        outputs = self._mesh(np.asarray(crop, np.float32) / 255)
        mesh = next(o for o in outputs if o.size == 1404)
        flag = next(o for o in outputs if o.size == 1)
        if flag.ravel()[0] < 0:
            return None
        points = mesh.reshape(468, 3)[:, :2]
        return (turn @ (points * scale).T).T + corner

    def _sky_of(self, picture: np.ndarray) -> np.ndarray:
        data = (_made(picture, 384) - 117.79) / 64.18
        out = self._run(self._sky, data, "in0", "out5")
        low, high = out.min(), out.max()
        return _sized((out - low) / max(high - low, 1e-6), picture.shape[1], picture.shape[0])

    def _run(self, net, data: np.ndarray, given: str, wanted: str) -> np.ndarray:
        with net.create_extractor() as run:
            planes = np.ascontiguousarray(data.transpose(2, 0, 1), np.float32)
            mat = self._ncnn.Mat(planes)  # pyright: ignore[reportAttributeAccessIssue]
            run.input(given, mat.clone())
            return np.array(run.extract(wanted)[1]).squeeze().astype(np.float32)


class _Lite:
    def __init__(self, path: Path) -> None:
        from ai_edge_litert.interpreter import (  # pyright: ignore[reportMissingImports]
            Interpreter,
        )

        self._run = Interpreter(str(path), num_threads=1)
        self._run.allocate_tensors()
        self._in = self._run.get_input_details()[0]
        self._out = self._run.get_output_details()

    def __call__(self, data: np.ndarray) -> list[np.ndarray]:
        self._run.set_tensor(self._in["index"], data[None].astype(self._in["dtype"]))
        self._run.invoke()
        return [self._run.get_tensor(out["index"]).copy() for out in self._out]


def _made(picture: np.ndarray, side: int) -> np.ndarray:
    whole = Image.fromarray(picture).resize((side, side), Image.Resampling.BILINEAR)
    return np.asarray(whole, np.float32)


def _sized(mask: np.ndarray, width: int, height: int) -> np.ndarray:
    image = Image.fromarray(mask.astype(np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR), np.float32)


def _agree(one: np.ndarray, other: np.ndarray) -> bool:
    both = np.minimum(one, other).sum()
    return bool(both > 0.5 * min(one.sum(), other.sum()) > 0)
