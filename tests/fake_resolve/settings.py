"""Project settings: the colour-management keys of the fact sheet with a new project's values."""

from __future__ import annotations

from typing import Any

from tests.fake_resolve.model import TimelineModel

DEFAULTS = {
    "colorScienceMode": "davinciYRGB",
    "isAutoColorManage": "0",
    "rcmPresetMode": "Custom",
    "separateColorSpaceAndGamma": "0",
    "colorSpaceInput": "Rec.709 (Scene)",
    "colorSpaceInputGamma": "",
    "colorSpaceTimeline": "Rec.709 (Scene)",
    "colorSpaceTimelineGamma": "",
    "colorSpaceOutput": "Rec.709 (Scene)",
    "colorSpaceOutputGamma": "",
    "timelineWorkingLuminanceMode": "SDR 100",
    "timelineWorkingLuminance": "100",
    "inputDRT": "None",
    "outputDRT": "None",
    "colorSpaceOutputToneMapping": "None",
    "colorSpaceOutputGamutMapping": "None",
    "useInverseDRT": "0",
    "useCATransform": "0",
    "useColorSpaceAwareGradingTools": "0",
    "graphicsWhiteLevel": "100",
    "imageResizingGamma": "Timeline Gamma",
    "colorAcesIDT": "No Input Transform",
    "colorAcesODT": "No Output Transform",
    "colorAcesGamutCompressType": "None",
    "colorAcesNodeLUTProcessingSpace": "projectSetting",
    "acesVersion": "",
    "hdrMasteringOn": "0",
    "hdrMasteringLuminanceMax": "1000",
    "videoDataLevels": "Video",
    "colorUseLocalVersionsAsDefault": "1",
    **{f"colorVersion{n}Name": f"Version {n}" for n in range(1, 11)},
    "colorGalleryStillsLocation": "",
    "nodeStackLayers": "1",
    "timelineFrameRate": "24",
    "timelinePlaybackFrameRate": "24",
    "timelineResolutionWidth": "1920",
    "timelineResolutionHeight": "1080",
}
READ_ONLY = ("timelinePlaybackFrameRate",)


def shown_settings(settings: dict[str, str], timeline: TimelineModel | None) -> dict[str, Any]:
    """Settings as GetSetting answers them: all text but the frame rate, which is a number."""
    rate = settings["timelineFrameRate"].split()[0] if timeline is None else timeline.fps
    return {**settings, "timelineFrameRate": float(rate)}
