"""Grade versions of a clip: made, switched and removed, each step read back.

Resolve answers None to what it did not do, does not always switch to a version that it made, and
no document says what a new version holds. So nothing here is believed before it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import BestlightError, one_line
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection, as_list, as_map, as_number
from resolve_plugin.adapter.nodes import Node, Nodes, clip_nodes
from resolve_plugin.adapter.playhead import COLOUR_PAGE, keep_place

LOCAL, REMOTE = 0, 1
LONGEST_NAME = 60


@dataclass(frozen=True)
class Version:
    """A grade version of a clip.

    Attributes:
        name: what the user calls it.
        remote: whether it is shared between timelines; else it is this clip's own.
    """

    name: str
    remote: bool = False

    @property
    def kind(self) -> int:
        """Resolve's number for remote or local."""
        return REMOTE if self.remote else LOCAL


class VersionError(BestlightError):
    """A version could not be made, loaded or found; the message says what was left how."""


class ClipGrades:
    """One clip's grade versions and the nodes of the current one.

    Args:
        connection: the way to Resolve.
        item: the timeline item.
        id: its unique id.
        name: what the user calls it, for sentences.

    Attributes:
        needs_colour_page: whether a version of it was made on the Color page and not before.
    """

    def __init__(self, connection: Connection, item: api.TimelineItem, id: str, name: str) -> None:
        self.id = id
        self.name = name
        self.needs_colour_page = False
        self._connection = connection
        self._item = item

    def current(self) -> Version:
        """The version that is loaded.

        Raises:
            VersionError: Resolve does not say.
        """
        answer = as_map(self._item.GetCurrentVersion())
        if not answer.get("versionName"):
            raise VersionError(
                f"Resolve does not say which version of {self.name} is loaded",
                hint="close any dialog in Resolve, then try again",
            )
        kind = as_number(answer.get("versionType"), LOCAL)
        return Version(str(answer["versionName"]), kind == REMOTE)

    def names(self, *, remote: bool = False) -> tuple[str, ...]:
        """Names of its versions of one kind.

        Raises:
            VersionError: Resolve does not say.
        """
        answer = self._item.GetVersionNameList(REMOTE if remote else LOCAL)
        if answer is None:
            raise VersionError(
                f"Resolve does not say which versions {self.name} has",
                hint="close any dialog in Resolve, then try again",
            )
        return tuple(str(name) for name in as_list(answer))

    def has(self, version: Version) -> bool:
        """Whether it has this version."""
        return version.name in self.names(remote=version.remote)

    @property
    def connection(self) -> Connection:
        """To Resolve."""
        return self._connection

    @property
    def handle(self) -> api.TimelineItem:
        """Resolve's item."""
        return self._item

    @property
    def nodes(self) -> Nodes:
        """The nodes of the current version; ask again after a switch."""
        return clip_nodes(self._connection, self._item)

    def load(self, version: Version) -> None:
        """Switch to a version.

        Raises:
            VersionError: it is gone, or Resolve did not switch.
        """
        if self.current() == version:
            return
        self._item.LoadVersionByName(version.name, version.kind)
        if self.current() == version:
            return
        if not self.has(version):
            raise VersionError(
                f"{self.name} has no version '{version.name}' any more: deleted or renamed",
                hint="choose the version that you want from the clip's Versions menu in Resolve",
            )
        raise VersionError(
            f"Resolve did not switch {self.name} to its version '{version.name}'",
            hint="close any dialog in Resolve, then try again",
        )

    def add(self, version: Version) -> bool:
        """Have a version made; whether it is there. On a page where Resolve makes none, its Color
        page is opened for it.

        Raises:
            BestlightError: Resolve does not show that page, or does not go back.
        """
        self._item.AddVersion(version.name, version.kind)
        if self.has(version):
            return True
        page = self._connection.resolve.GetCurrentPage()
        if not page or page == COLOUR_PAGE:  # under a dialog there is none
            return False
        with keep_place(self._connection, page=COLOUR_PAGE):
            self._item.AddVersion(version.name, version.kind)
            self.needs_colour_page = self.has(version)
        return self.needs_colour_page

    def copy(self, name: str) -> tuple[Node, ...]:
        """Make a local version that holds the current grade, and switch to it.

        Returns:
            The nodes of the new version.

        Raises:
            VersionError: it could not be made, or does not hold the grade. The clip is left as it
                then is; `drop` takes the new version away again.
        """
        grade = self.nodes.read()
        made = Version(name)
        if not self.add(made):
            raise VersionError(
                f"Resolve made no new version of {self.name}",
                hint="close any dialog in Resolve, and see that the track is not locked",
            )
        self.load(made)
        copied = self.nodes.read()
        if copied != grade:
            raise VersionError(
                f"the new version that Resolve made of {self.name} did not hold your grade, so "
                "nothing was put on it",
                hint="please report this with your version of Resolve: bestlight resolve check",
            )
        return copied

    def drop(self, version: Version, back: Version) -> bool:
        """Switch to `back` and delete the local `version`; whether it is gone.

        Raises:
            VersionError: the clip could not be switched back.
        """
        self.load(back)
        if self.has(version):
            self._item.DeleteVersionByName(version.name, version.kind)
        return not self.has(version)


def name_version(look: str, taken: Iterable[str]) -> str:
    """A name for a new version: "Bestlight <look> <n>", at most 60 characters, not in `taken`."""
    used = {name.casefold() for name in taken}
    words = one_line(look)
    number = 1
    while True:
        room = LONGEST_NAME - len(f"Bestlight  {number}")
        name = one_line(f"Bestlight {words[:room].strip()} {number}")
        if name.casefold() not in used:
            return name
        number += 1
