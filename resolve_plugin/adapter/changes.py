"""A change of one clip's grade: a version made, shown, given its LUT, read back; undone on failure.

What is begun stands in the ledger before it is done. A step that fails takes the clip back to the
version from before; where Resolve does not let that be done, the next start of Bestlight does it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.cdl import Cdl
from core.errors import BestlightError
from core.host.types import Label
from resolve_plugin.adapter.ledger import Grade, Opened
from resolve_plugin.adapter.luts import LutFile, is_same_lut
from resolve_plugin.adapter.nodes import Chosen, Nodes
from resolve_plugin.adapter.project import OpenProject, utc_now
from resolve_plugin.adapter.proof import AGREES, Map, export_graph, measure
from resolve_plugin.adapter.undo import blame_deletion, is_as_begun, undo_change
from resolve_plugin.adapter.unsure import put_cdl
from resolve_plugin.adapter.versions import ClipGrades, Version, VersionError, name_version

if TYPE_CHECKING:
    from core.grade.node_lut import NodeLut


class NotAsMeant(BestlightError):
    """What was put on a clip reads back, but does something else; it was taken away again."""


class NeedsRestart(BestlightError):
    """Resolve does not find a LUT that lies in its folder; the file is kept for after a restart."""


@dataclass(frozen=True)
class ClipChange:
    """A clip whose new version waits for its LUT; it stands in the ledger until `put_lut`.

    Attributes:
        project: the open project.
        grades: the clip's versions.
        opened: the new version and the one from before, as the ledger has them.
    """

    project: OpenProject
    grades: ClipGrades
    opened: Opened

    @contextmanager
    def step(self) -> Iterator[None]:
        """Bring the clip back where the block fails, and say if it was deleted meanwhile.

        What could not be undone is added to the error's message.
        """
        # Blamed last, when the clip is let go of: else a deletion looks like an unseen LUT.
        with blame_deletion(self.project, self.opened.clip, self.opened.name):
            try:
                yield
            except BaseException as error:
                trouble = self.withdraw()
                if trouble and isinstance(error, BestlightError):
                    error.message += f"; besides, {trouble}"
                raise

    def withdraw(self) -> str:
        """Take the new version away again; why that could not be, or an empty text."""
        return undo_change(self.project, self.grades, self.opened)

    def make_version(self) -> None:
        """Make the version of the clip's present grade, and switch to it."""
        self.project.check()
        self.grades.copy(self.opened.version.name)

    def step_back(self) -> None:
        """Show the user's version again; the new one waits."""
        self.grades.load(self.opened.before)

    def require_unchanged(self) -> None:
        """Raise `VersionError` where the user has worked on the clip since the version was made."""
        opened = self.opened
        if self.grades.current() != opened.before or self.grades.nodes.read() != opened.left:
            raise VersionError(f"you have changed {opened.name} meanwhile, so it was left alone")

    def put_lut(
        self, chosen: Chosen, file: LutFile, *, prove: bool = False
    ) -> tuple[Grade, tuple[str, ...]]:
        """Put the LUT on the new version and record the grade; what it comes to, and remarks.

        Args:
            chosen: the node.
            file: the LUT.
            prove: compare what the graph does with the LUT, where Resolve tells.

        Raises:
            NeedsRestart: Resolve does not find the LUT.
            NotAsMeant: it does something else.
            BestlightError: it could not be done.
        """
        self.project.check()
        self.grades.load(self.opened.version)
        nodes, index = self.grades.nodes, chosen.node.index
        remarks = set_lut(self.project, nodes, index, file)
        if chosen.node.empty:
            nodes.switch_on(index)
        if prove:
            from core.lut.files import read_lut

            self._require_meant(index, read_lut(file.file).apply)
        return self.record(index, file), (*chosen.notes, *remarks)

    def put_balance(self, chosen: Chosen, balance: Cdl, *, prove: bool = False) -> Grade:
        """Put a balance on the new version as a CDL of slope and offset, and record it.

        Args:
            chosen: the node.
            balance: the CDL.
            prove: as for `put_lut`.

        Raises:
            NotAsMeant: it does something else.
            BestlightError: it could not be done.
        """
        self.project.check()
        self.grades.load(self.opened.version)
        index = chosen.node.index
        if not put_cdl(self.grades.handle, index, balance):
            self.project.check()
            raise BestlightError(f"Resolve put no CDL on node {index} of {self.opened.name}")
        self.grades.nodes.switch_on(index)
        if prove:
            self._require_meant(index, lambda rgb: rgb * balance.slope + balance.offset)
        return self.record(index, None, cdl=index)

    def _require_meant(self, index: int, wanted: Map) -> None:
        others = [node for node in self.grades.nodes.read() if node.index != index]
        seen = None if any(n.lut or n.tools for n in others) else export_graph(self.grades)
        off = 0.0 if seen is None else measure(seen, wanted)
        if off > AGREES:
            raise NotAsMeant(
                f"node {index} of {self.opened.name} reads back, but it is off by {off:.1f} of 255 "
                "in what it does",
                hint="look at the clip's nodes and keyframes in Resolve",
            )

    def record(self, node: int, file: LutFile | None, *, cdl: int = 0, exported: str = "") -> Grade:
        """Read back what stands on the new version, and record it as the clip's grade.

        Args:
            node: index of the node that holds the LUT.
            file: the LUT; None for a CDL alone.
            cdl: index of the node that holds a CDL; 0 without.
            exported: as in `Grade`.

        Raises:
            BestlightError: something else stands there.
        """
        project, opened, nodes = self.project, self.opened, self.grades.nodes
        grade = Grade(
            clip=opened.clip,
            name=opened.name,
            version=opened.version,
            before=opened.before,
            node=node,
            lut=nodes.lut(node),
            file=str(file.file) if file else "",
            left=nodes.read(),
            time=utc_now(),
            batch=opened.batch,
            cdl=cdl,
            exported=exported,
        )
        project.check()  # what a Resolve that was just closed answered is not recorded
        if not is_as_begun(grade.left, opened):
            raise BestlightError(
                f"the grade of {opened.name} changed while the LUT was put on it",
                hint="let Resolve rest for a moment, then try again",
            )
        with project.ledger.change() as records:
            records.close(opened.clip)
            records.grades.append(grade)
        return grade


def begin_change(
    project: OpenProject,
    grades: ClipGrades,
    look: str,
    lut: str,
    batch: str = "",
    *,
    planned: tuple[str, ...] = (),
    replaces: bool = False,
    cdl: int = 0,
) -> ClipChange:
    """Write a change down, then make its version and switch to it.

    Args:
        project: the open project.
        grades: the clip.
        look: for the version's name.
        lut: the LUT, as Resolve names it, that is to come on it.
        batch: id of the batch.
        planned: labels of the nodes that are to be made on it.
        replaces: whether they take the place of its nodes.
        cdl: index of the node that a CDL comes on; 0 without.

    Raises:
        BestlightError: it could not be made; the clip is as it was.
    """
    taken = (*grades.names(), *grades.names(remote=True))
    opened = Opened(
        clip=grades.id,
        name=grades.name,
        before=grades.current(),
        version=Version(name_version(look, taken)),
        left=grades.nodes.read(),
        lut=lut,
        batch=batch,
        planned=planned,
        replaces=replaces,
        cdl=cdl,
    )
    with project.ledger.change() as records:
        records.opened.append(opened)
    change = ClipChange(project, grades, opened)
    with change.step():
        change.make_version()
    return change


@contextmanager
def new_lut(project: OpenProject, lut: NodeLut, clip: str, label: Label) -> Iterator[LutFile]:
    """A LUT file that Resolve was told to look for; gone again where what it is for fails.

    It stays where Resolve finds it only after a restart.

    Raises:
        BestlightError: it cannot be written.
    """
    file = project.write_lut(lut, clip, label)
    try:
        project.refresh_luts()
        yield file
    except NeedsRestart:
        raise
    except BaseException:
        if file.new:
            project.remove_unused((file.file,))
        raise


@contextmanager
def change_clip(
    project: OpenProject, grades: ClipGrades, look: str, lut: str
) -> Iterator[ClipChange]:
    """Change one clip in one go: the new version is there, and goes again if the block fails."""
    change = begin_change(project, grades, look, lut)
    with change.step():
        yield change


def set_lut(project: OpenProject, nodes: Nodes, node: int, file: LutFile) -> tuple[str, ...]:
    """Put a LUT that was written and announced on a node: by its name, else by its whole path.

    Raises:
        NeedsRestart: neither is taken.
        BestlightError: Resolve may not be written to.
    """
    nodes.set_lut(node, file.relative)
    if is_same_lut(nodes.lut(node), file.relative):
        return ()
    nodes.set_lut(node, str(file.file))
    if is_same_lut(nodes.lut(node), file.relative):
        return ("Resolve took the LUT by its whole path: keep it where it is",)
    project.check()  # a dialog that just opened also swallows writes
    raise NeedsRestart(
        f"Resolve does not find the new LUT {file.relative} yet",
        hint="restart Resolve and try again; should that not help, run 'bestlight resolve check'",
    )
