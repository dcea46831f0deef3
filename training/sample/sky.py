"""The far distance: sky, clouds, hills and lawn as functions of a ray's direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.sample.camera import Light
from training.sample.noise import fbm2, smoothstep


@dataclass(frozen=True)
class Sky:
    """Colours are linear ACEScg; `cover` is the share of cloud, `drift` moves the clouds."""

    top: np.ndarray
    rim: np.ndarray
    cloud: np.ndarray
    hill: np.ndarray
    lawn: np.ndarray
    glow: float
    cover: float
    drift: float

    def radiance(self, d: np.ndarray, light: Light) -> np.ndarray:
        """What is seen along unit directions (n, 3), without the trees: (n, 3) linear ACEScg."""
        up = np.maximum(d[:, 1], 0)[:, None]
        rgb = self.rim + (self.top - self.rim) * (1 - np.exp(-4.5 * up))
        towards = np.clip(d @ light.direction, 0, 1)[:, None]
        halo = 0.25 * towards**6 + 0.8 * towards**40 + 32.0 * towards**900
        rgb = rgb + self.glow * light.colour * halo
        rgb = self._clouds(rgb, d, towards, light)
        return self._land(rgb, d).astype(np.float32)

    def _clouds(
        self, rgb: np.ndarray, d: np.ndarray, towards: np.ndarray, light: Light
    ) -> np.ndarray:
        plane = 0.16 / (np.maximum(d[:, 1], 0) + 0.11)
        u, v = d[:, 0] * plane + self.drift, d[:, 2] * plane
        body = fbm2(u, v, seed=41, slope=1.75)
        lit = body - fbm2(u + light.direction[0] * 0.02, v - 0.012, seed=41, slope=1.75)
        cover = smoothstep(0.9 - 2 * self.cover, 2.3 - 2 * self.cover, body)
        cover *= smoothstep(0.0, 0.07, d[:, 1])
        tone = np.clip(0.88 + 0.8 * lit - 0.15 * cover, 0.5, 1.3)[:, None]
        cloud = self.cloud * tone + self.glow * 0.25 * light.colour * towards**8
        return rgb + (cloud - rgb) * 0.9 * cover[:, None]

    def _land(self, rgb: np.ndarray, d: np.ndarray) -> np.ndarray:
        bearing = np.arctan2(d[:, 0], -d[:, 2])
        for level, (height, haze, seed) in enumerate([(0.062, 0.38, 42), (0.030, 0.16, 43)]):
            ridge = height + 0.018 * fbm2(
                bearing * 0.16, bearing * 0 + 0.3 * level, seed=seed, slope=2.0
            )
            inside = smoothstep(-0.002, 0.002, ridge - d[:, 1])[:, None]
            tone = self.hill + (self.rim - self.hill) * haze
            rgb = rgb + (tone - rgb) * inside
        below = smoothstep(-0.004, 0.004, -d[:, 1])[:, None]
        depth = np.clip(-d[:, 1], 0.004, 1)
        grass = 1 + 0.18 * fbm2(d[:, 0] / depth * 0.1, d[:, 2] / depth * 0.1, seed=44)
        far = np.exp(-depth * 14)[:, None]
        lawn = self.lawn * grass[:, None] * (1 - 0.5 * far) + self.rim * 0.22 * far
        return rgb + (lawn - rgb) * below
