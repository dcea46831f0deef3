"""What is where in a shot: people, skin, sky, foliage, water, as soft masks and as colours."""

from core.regions.find import FoundRegion, ShotRegions, find_regions
from core.regions.follow import RegionFollower
from core.regions.masks import Masks, enlarged
from core.regions.part import Parting, part_colours
from core.regions.pick import Reached, pick_colours, picked_weights

__all__ = [
    "FoundRegion",
    "Masks",
    "Parting",
    "Reached",
    "RegionFollower",
    "ShotRegions",
    "enlarged",
    "find_regions",
    "part_colours",
    "pick_colours",
    "picked_weights",
]
