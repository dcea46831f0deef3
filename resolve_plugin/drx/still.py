"""Stills that Bestlight writes: a skeleton of empty nodes, and the user's grade with more nodes.

The nodes hold nothing, or a qualifier and no correction: what they do is set by the host's own
calls afterwards, and read back.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from core.errors import UsageError
from core.files import whole_file
from resolve_plugin.drx.container import DrxText, pack_grade, parse_drx
from resolve_plugin.drx.graph import (
    LARGEST_LABEL,
    NOTHING,
    append_nodes,
    make_empty_track,
    make_graph,
    parse_graph,
)
from resolve_plugin.drx.wire import DrxError, Field

_PROJECT_VERSIONS = ((21, "17"), (0, "14"))  # those of the stills that were seen
_VERSION = """\
 <{tag}>
  <ListMgt::LmVersion DbId="{id}">
   <FieldsBlob/>
   <Name/>
   <HasCorrection>{corrected}</HasCorrection>
   <VerType>{kind}</VerType>
   <ImplVersion>1</ImplVersion>
   <IncludedInRecording>true</IncludedInRecording>
   <FlatPassEnabled>false</FlatPassEnabled>
   <RGBAOutputEnabled>false</RGBAOutputEnabled>
   <Body>{body}</Body>
   <UseVersionClipProcParams>true</UseVersionClipProcParams>
  </ListMgt::LmVersion>
 </{tag}>"""
_STILL = """\
<?xml version="1.0" encoding="UTF-8"?>
<!--DbAppVer="{app}" DbPrjVer="{project}"-->
<Gallery::GyStill DbId="{id}">
 <FieldsBlob/>
 <SrcHint>Bestlight</SrcHint>
 <SrcType>1</SrcType>
 <GalleryPath/>
 <Label/>
 <RecTC>00:00:00:00</RecTC>
 <SrcTC>00:00:00:00</SrcTC>
 <DpxDescriptor>50</DpxDescriptor>
 <Width>{width}</Width>
 <Height>{height}</Height>
 <BitDepth>10</BitDepth>
 <PAR>1</PAR>
 <Endianship>1</Endianship>
 <CreateTime>{time}</CreateTime>
{clip}
{track}
 <PrimaryCCMode>0</PrimaryCCMode>
 <Vsr/>
 <ClipThumbnails/>
 <TrackThumbnails/>
 <ReelName/>
</Gallery::GyStill>
"""


def make_skeleton(
    labels: Sequence[str],
    size: tuple[int, int],
    app_version: str,
    tools: Mapping[str, Field] = NOTHING,
) -> DrxText:
    """A still whose grade is a row of labelled nodes.

    Args:
        labels: of the nodes, at least one.
        size: width and height of the timeline's picture, in pixels.
        app_version: of the Resolve that is to read it, as "21.0.0.0048": files of a later one may
            not be read by an earlier.
        tools: what the nodes of these labels hold; the others are empty.

    Raises:
        UsageError: a label cannot stand in a file.
    """
    _check_labels(labels)
    stamp = time.time_ns() // 1_000_000
    major = int(app_version.split(".")[0])
    clip = _version("pClipFullVer", 0, make_graph(labels, size, stamp, tools), corrected=True)
    track = _version("pTrackVer", 1, make_empty_track(size, stamp), corrected=False)
    text = _STILL.format(
        app=app_version,
        project=next(project for since, project in _PROJECT_VERSIONS if major >= since),
        id=uuid.uuid4(),
        width=size[0],
        height=size[1],
        time=datetime.now().isoformat(timespec="milliseconds"),
        clip=clip,
        track=track,
    )
    return _proved(parse_drx(text.encode("utf-8")), 0, labels)


def extend_still(
    still: DrxText, labels: Sequence[str], tools: Mapping[str, Field] = NOTHING
) -> DrxText:
    """The user's own still with labelled nodes behind its last one; `tools` as `make_skeleton`.

    Raises:
        UsageError: a label cannot stand in a file.
        DrxError: its grade has keyframes, or is not as Bestlight knows grades.
    """
    _check_labels(labels)
    before = parse_graph(still.grade)
    grown = still.with_grade(append_nodes(still.grade, labels, tools))
    again = _proved(parse_drx(grown.text.encode("utf-8")), len(before.nodes), labels)
    if parse_graph(again.grade).nodes[: len(before.nodes)] != before.nodes:
        raise DrxError("the user's nodes did not come through unchanged")
    return again


def write_drx(still: DrxText, path: Path) -> None:
    """Write a still whole, or not at all; nothing is overwritten.

    Raises:
        BestlightError: the place cannot be written.
    """
    with whole_file(path, force=False) as part:
        part.write_bytes(still.text.encode("utf-8"))


def _proved(still: DrxText, before: int, labels: Sequence[str]) -> DrxText:
    """The still, after what was written has been read again."""
    nodes = parse_graph(still.grade).nodes
    if [node.label for node in nodes[before:]] != list(labels):
        raise DrxError("the new nodes cannot be read back from the still")
    return still


def _version(tag: str, kind: int, grade: bytes, *, corrected: bool) -> str:
    return _VERSION.format(
        tag=tag,
        id=uuid.uuid4(),
        kind=kind,
        body=pack_grade(grade),
        corrected=str(corrected).lower(),
    )


def _check_labels(labels: Sequence[str]) -> None:
    for label in labels:
        if not label or len(label) > LARGEST_LABEL or re.search(r"[\x00-\x1f\x7f]", label):
            raise UsageError(
                f"{label!r:.40} cannot be a node's label",
                hint=f"up to {LARGEST_LABEL} letters, digits and signs on one line",
            )
