"""The calls that Bestlight never makes: they exist, per version, and answer the trivial result.

A line is `Name(parameter, optional?, later?@version) = answer @since`.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from typing import Any, TypeVar

from tests.fake_resolve.remote import grown, since

C = TypeVar("C", bound=type)
_LINE = re.compile(r"(?P<name>\w+)\((?P<parameters>.*)\) = (?P<answer>\S+)(?: @(?P<since>\S+))?")

_CALLS = {
    "Resolve": """
        LoadLayoutPreset(presetName) = False
        UpdateLayoutPreset(presetName) = False
        ExportLayoutPreset(presetName, presetFilePath) = False
        DeleteLayoutPreset(presetName) = False
        SaveLayoutPreset(presetName) = False
        ImportLayoutPreset(presetFilePath, presetName?) = False
        GetLayoutPresetList() = [] @21.0.4
        ImportRenderPreset(presetPath) = False
        ExportRenderPreset(presetName, exportPath) = False
        ImportBurnInPreset(presetPath) = False
        ExportBurnInPreset(presetName, exportPath) = False
        GetKeyframeMode() = 0.0 @19.0
        SetKeyframeMode(keyframeMode) = False @19.0
        GetFairlightPresets() = [] @20.2.2
        DisableBackgroundTasksForCurrentResolveSession() = None @21.0
        SetHighPriority(isHigh) = False @21.1
        ValidateDCTL(src) = None @21.1
        EncryptDCTL(inputPath, opts) = False @21.1
        GetEffectsList(kind) = [] @21.1.2
        GetExtrasPackages() = [] @21.2
    """,
    "ProjectManager": """
        ArchiveProject(projectName, filePath, isSrc?, isCache?, isProxy?) = False
        CreateFolder(folderName) = False
        DeleteFolder(folderName) = False
        GetProjectsInCurrentFolder() = {}
        GetFolderListInCurrentFolder() = []
        GetFoldersInCurrentFolder() = {}
        GotoRootFolder() = False
        GotoParentFolder() = False
        GetCurrentFolder() = ''
        OpenFolder(folderName) = False
        ImportProject(filePath, projectName?) = False
        RestoreProject(filePath, projectName?) = False
        SetCurrentDatabase(dbInfo) = False
        CreateCloudProject(cloudSettings) = None
        LoadCloudProject(cloudSettings) = None @19.1
        ImportCloudProject(filePath, cloudSettings) = False
        RestoreCloudProject(folderPath, cloudSettings) = False
    """,
    "Project": """
        GetPresetList() = []
        GetPresets() = {}
        SetPreset(presetName) = False
        DeleteRenderJobByIndex(idx) = False
        GetRenderJobs() = {}
        GetRenderPresetList() = []
        GetRenderPresets() = {}
        LoadRenderPreset(presetName) = False
        SaveAsNewRenderPreset(presetName) = False
        DeleteRenderPreset(presetName) = False @19.1
        SetRenderSettings(settings) = False
        GetQuickExportRenderPresets() = [] @19.1
        RenderWithQuickExport(preset_name, param_dict) = None @19.1
        GetRenderFormats() = {}
        GetRenderCodecs(renderFormat) = {}
        GetCurrentRenderFormatAndCodec() = {}
        SetCurrentRenderFormatAndCodec(format, codec) = False
        GetCurrentRenderMode() = 0
        SetCurrentRenderMode(renderMode) = False
        GetRenderResolutions(format?, codec?) = []
        InsertAudioToCurrentTrackAtPlayhead(mediaPath, startOffset, duration) = False
        LoadBurnInPreset(presetName) = False
        ApplyFairlightPresetToCurrentTimeline(name) = False @20.2.2
        ResetIntellisearchAnalysis() = False @21.0
        GenerateSpeech(speechGenerationSettings, timecode) = None @21.0
        GetDetectSceneCutsStatus() = {'JobStatus':'Inactive'} @21.1.1
        GetSmartReframeStatus() = {'JobStatus':'Inactive'} @21.1.1
        GetCreateSubtitlesFromAudioStatus() = {'JobStatus':'Inactive'} @21.1.1
        GetTranscribeAudioStatus() = {'JobStatus':'Inactive'} @21.1.1
        GetAnalyzeForSlateStatus() = {'JobStatus':'Inactive'} @21.1.1
        GetRenderWithQuickExportStatus() = {'JobStatus':'Inactive'} @21.1.1
    """,
    "MediaStorage": """
        GetMountedVolumeList() = []
        GetMountedVolumes() = {}
        GetSubFolderList(folderPath) = []
        GetSubFolders(folderPath) = {}
        GetFileList(folderPath) = []
        GetFiles(folderPath) = {}
        RevealInStorage(path) = False
        AddItemListToMediaPool(item1, *args) = []
        AddItemsToMediaPool(item1, *args) = {}
        AddClipMattesToMediaPool(mediaPoolItem, paths, stereoEye?) = False
        AddTimelineMattesToMediaPool(paths) = []
    """,
    "MediaPool": """
        AddSubFolder(folder, name) = None
        RefreshFolders() = False
        AppendToTimeline(clip1, *args) = []
        CreateTimelineFromClips(name, clip1, *args) = None
        ImportTimelineFromFile(filePath, importOptions) = None
        SetCurrentFolder(folder) = False
        DeleteClips(clips) = False
        ImportFolderFromFile(filePath, sourceClipsPath?) = False
        DeleteFolders(subfolders) = False
        MoveClips(clips, targetFolder) = False
        MoveFolders(folders, targetFolder) = False
        GetClipMatteList(mediaPoolItem) = []
        GetTimelineMatteList(folder) = []
        DeleteClipMattes(mediaPoolItem, paths) = False
        RelinkClips(mediaPoolItem, folderPath) = False
        UnlinkClips(mediaPoolItem) = False
        ImportMedia(items) = []
        ExportMetadata(fileName, clips) = False
        CreateStereoClip(LeftMediaPoolItem, RightMediaPoolItem) = None
        AutoSyncAudio(MediaPoolItems, audioSyncSettings) = False @19.0
        GetSelectedClips() = [] @19.0
        SetSelectedClip(mediaPoolItem) = False @19.0
    """,
    "Folder": """
        GetClips() = {}
        GetSubFolderList() = []
        GetSubFolders() = {}
        GetIsFolderStale() = False
        Export(filePath) = False
        TranscribeAudio(useSpeakerDetection?@21.0) = False
        ClearTranscription() = False
        PerformAudioClassification() = False @21.0
        ClearAudioClassification() = False @21.0
        RemoveMotionBlur(deblurOption) = [] @21.0
        AnalyzeForIntellisearch(identifyFaces, isBetterMode) = False @21.0
        AnalyzeForSlate(markerColor) = False @21.0
        GetParentFolder() = None @21.1.2
    """,
    "MediaPoolItem": """
        GetThirdPartyMetadata(metadataType?) = {} @19.1
        SetThirdPartyMetadata(metadataType, metadataValue?) = False @19.1
        LinkProxyMedia(proxyMediaFilePath) = False
        LinkFullResolutionMedia(fullResMediaPath) = False @20.0
        UnlinkProxyMedia() = False
        ReplaceClip(filePath) = False
        ReplaceClipPreserveSubClip(filePath) = False @20.0
        TranscribeAudio(useSpeakerDetection?@21.0) = False
        ClearTranscription() = False
        PerformAudioClassification() = False @21.0
        ClearAudioClassification() = False @21.0
        GetAudioMapping() = '' @19.0
        GetMarkInOut() = {} @19.1
        SetMarkInOut(mark_in, mark_out, type?) = False @19.1
        ClearMarkInOut(type?) = False @19.1
        MonitorGrowingFile() = False @20.0
        RemoveMotionBlur(deblurOption) = None @21.0
        AnalyzeForIntellisearch(identifyFaces, isBetterMode) = False @21.0
        AnalyzeForSlate(markerColor) = False @21.0
        ExportFrame(*arguments) = None @21.1.2
        GetParentFolder() = None @21.1.2
        ExportThumbnails(frames, options) = {} @21.2
    """,
    "Timeline": """
        SetStartTimecode(timecode) = False
        AddTrack(trackType, subTrackType) = False
        DeleteTrack(trackType, trackIndex) = False
        GetTrackSubType(trackType, trackIndex) = '' @19.0
        SetClipsLinked(timelineItems, Bool) = False
        CreateCompoundClip(timelineItems, clipInfo?) = None
        CreateFusionClip(timelineItems) = None
        ImportIntoTimeline(filePath, importOptions?) = False
        Export(fileName, exportType, exportSubtype) = False
        InsertGeneratorIntoTimeline(generatorName) = None
        InsertFusionGeneratorIntoTimeline(generatorName) = None
        InsertFusionCompositionIntoTimeline() = None
        InsertOFXGeneratorIntoTimeline(generatorName) = None
        InsertTitleIntoTimeline(titleName) = None
        InsertFusionTitleIntoTimeline(titleName) = None
        CreateSubtitlesFromAudio(autoCaptionSettings?) = False
        DetectSceneCuts() = False @18.5
        ConvertTimelineToStereo() = False
        AnalyzeDolbyVision(timelineItems?, analysisType?) = False @19.0
        GetMediaPoolItem() = None @19.1
        GetMarkInOut() = {} @19.1
        SetMarkInOut(mark_in, mark_out, type?) = False @19.1
        ClearMarkInOut(type?) = False @19.1
        GetVoiceIsolationState(trackIndex) = {} @20.0
        SetVoiceIsolationState(trackIndex, voiceIsolationState) = False @20.0
    """,
    "TimelineItem": """
        GetFusionCompByIndex(compIndex) = None
        GetFusionCompNames() = {}
        GetFusionCompByName(compName) = None
        AddFusionComp() = None
        ImportFusionComp(path) = None
        ExportFusionComp(path, compIndex) = False
        DeleteFusionCompByName(compName) = False
        LoadFusionCompByName(compName) = None
        RenameFusionCompByName(oldName, newName) = False
        GetStereoConvergenceValues() = {}
        GetStereoLeftFloatingWindowParams() = {}
        GetStereoRightFloatingWindowParams() = {}
        AddTake(mediaPoolItem, startFrame?, endFrame?) = False
        GetSelectedTakeIndex() = 0
        GetTakesCount() = 0
        GetTakeByIndex(idx) = {}
        DeleteTakeByIndex(idx) = False
        SelectTakeByIndex(idx) = False
        FinalizeTake() = False
        UpdateSidecar() = False
        LoadBurnInPreset(presetName) = False
        GetLinkedItems() = [] @19.0
        GetSourceAudioChannelMapping() = '' @19.0
        GetIsColorOutputCacheEnabled() = 0.0 @19.1
        GetIsFusionOutputCacheEnabled() = 0.0 @19.1
        SetColorOutputCache(cache_value) = False @19.1
        SetFusionOutputCache(cache_value) = False @19.1
        GetVoiceIsolationState() = {} @20.0
        SetVoiceIsolationState(voiceIsolationState) = False @20.0
        CopyAttributes(*arguments) = False @21.1.2
        AddEffect(*arguments) = None @21.1.2
        GetEffects() = [] @21.1.2
        DeleteEffects(*arguments) = False @21.1.2
        ApplyAutoColor(*arguments) = False @21.2
    """,
}


def with_trivial(cls: C) -> C:
    """Give a class its trivial calls; what it defines itself stays."""
    for line in _CALLS[cls.__name__].split("\n"):
        if line.strip():
            name, method = _made(line.strip())
            setattr(cls, name, method)
    return cls


def _made(line: str) -> tuple[str, Callable[..., Any]]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a call: {line}")
    answer = ast.literal_eval(match["answer"])

    def call(*_arguments: Any) -> Any:
        return answer

    parameters = [inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    for word in filter(None, match["parameters"].split(", ")):
        name, _, later = word.partition("@")
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        if name.startswith("*"):
            kind = inspect.Parameter.VAR_POSITIONAL
        default = None if name.endswith("?") else inspect.Parameter.empty
        parameters.append(inspect.Parameter(name.strip("?*"), kind, default=default))
        if later:
            call = grown(later, name.strip("?"))(call)
    vars(call)["__signature__"] = inspect.Signature(parameters)
    call.__name__ = match["name"]
    return match["name"], since(match["since"] or "18.1")(call)
