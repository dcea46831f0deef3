"""The interface of a host: the clips it shows, their frames at the node, and a LUT attached to a
clip and taken back again.

A host is Resolve, or plain files. Whoever uses one knows this module only.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.host.types import (
    Attached,
    HostClip,
    HostState,
    Label,
    NodeSpace,
    Reverted,
    Scope,
    StillName,
)

if TYPE_CHECKING:
    from core.grade.footage import Footage
    from core.grade.node_lut import NodeLut
    from core.progress import Progress


class Host(Protocol):
    """A place where clips are graded.

    Every method may raise `BestlightError` with a plain sentence: the host is gone, a dialog is
    open, the clip no longer exists. All calls come from one thread.

    Attributes:
        usual_output: the output space of a LUT where the request names none: "same" where further
            nodes follow; None: by the clip's space, as `core.grade.bake.output_space` has it.
    """

    usual_output: str | None

    def state(self) -> HostState:
        """Where the host stands now; cheap enough to be asked twice a second."""
        ...

    def clips(self, scope: Scope, name: str = "") -> tuple[HostClip, ...]:
        """The clips of a scope in timeline order; `name` is a track's number or a group's name."""
        ...

    def clip_called(self, name: str) -> HostClip:
        """The clip of that name, place or id.

        Raises:
            UsageError: there is none, or more than one.
        """
        ...

    def require_gradable(self, clip: HostClip) -> None:
        """Raise `BestlightError` with the reason unless the clip can be given a grade now."""
        ...

    def node_index(self, clip: HostClip, node: int | None = None) -> int:
        """The node that `attach` would use, counted from 1; `node` None: by the host's rule.

        Raises:
            UsageError: there is no such node.
            BestlightError: no node may be used.
        """
        ...

    def node_space(self, clip: HostClip, node: int | None = None) -> NodeSpace:
        """The colour space at the clip's node; `node` None: the one that `attach` would use."""
        ...

    def footage(
        self, clip: HostClip, space: NodeSpace, progress: Progress, node: int | None = None
    ) -> Footage:
        """The clip's frames as its node receives them, in `space`, which is known; nothing of
        the user's is left changed. `node` None: the one that `attach` would use.
        """
        ...

    def graded_footage(self, clip: HostClip, progress: Progress) -> Footage:
        """The clip as it is graded now: a reference for other clips."""
        ...

    def attach(
        self,
        clip: HostClip,
        lut: NodeLut,
        label: Label,
        *,
        node: int | None = None,
        accept_faults: bool = False,
    ) -> Attached:
        """Put a LUT on the clip, on a new grade version; `node` None: chosen by the host's rule.

        Raises:
            FaultyLut: the LUT has a fault and `accept_faults` is false; nothing was changed.
        """
        ...

    def revert(self, clip: HostClip) -> Reverted:
        """Bring back the version from before the last `attach` on this clip, exactly."""
        ...

    def stills(self) -> Sequence[StillName]:
        """The host's own stills, for use as references."""
        ...

    def still_called(self, name: str) -> StillName:
        """The still of that place, name or label.

        Raises:
            UsageError: there is none, or more than one.
        """
        ...

    def still_file(self, still: str, folder: Path) -> Path:
        """Write one of the host's stills, by its id, into `folder` as a picture file."""
        ...
