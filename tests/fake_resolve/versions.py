"""A clip's grade versions, as TimelineItem shows them."""

from __future__ import annotations

from typing import Any

from tests.fake_resolve.marks import Flagged
from tests.fake_resolve.model import ItemModel, Node, copied

LOCAL, REMOTE = 0, 1


class Versioned(Flagged):
    """The version calls; `versionType` is 0 for local, 1 for remote."""

    model: ItemModel

    def _store(self, version_type: object) -> dict[str, list[Node]] | None:
        if not self.model.gradable or version_type not in (LOCAL, REMOTE):
            return None
        if version_type == LOCAL:
            return self.model.versions
        shared = self.fake.quirks.remote_versions_shared
        return self.model.remote if shared else self.model.own_remote

    def _is_loaded(self, name: str, version_type: object) -> bool:
        return self.model.current == name and self.model.is_remote == (version_type == REMOTE)

    def AddVersion(self, versionName: str, versionType: int) -> bool:
        store = self._store(versionType)
        quirks = self.fake.quirks
        gated = quirks.add_version_gate and self.fake.page != "color"
        if store is None or not versionName or versionName in store or gated:
            return False
        store[versionName] = copied(self.model.nodes) if quirks.add_version_copies else [Node()]
        if not quirks.add_version_does_not_switch:
            self.model.current, self.model.is_remote = versionName, versionType == REMOTE
        return True

    def GetCurrentVersion(self) -> dict[str, Any]:
        if not self.model.gradable:
            return {}
        kind = REMOTE if self.model.is_remote else LOCAL
        return {"versionName": self.model.current, "versionType": kind}

    def LoadVersionByName(self, versionName: str, versionType: int) -> bool:
        store = self._store(versionType)
        if store is None or versionName not in store:
            return False
        self.model.current, self.model.is_remote = versionName, versionType == REMOTE
        return True

    def RenameVersionByName(self, oldName: str, newName: str, versionType: int) -> bool:
        store = self._store(versionType)
        if store is None or oldName not in store or not newName or newName in store:
            return False
        loaded = self._is_loaded(oldName, versionType)
        renamed = {newName if name == oldName else name: store[name] for name in store}
        store.clear()
        store.update(renamed)
        if loaded:
            self.model.current = newName
        return True

    def DeleteVersionByName(self, versionName: str, versionType: int) -> bool:
        store = self._store(versionType)
        if store is None or versionName not in store:
            return False
        if self._is_loaded(versionName, versionType):
            if self.fake.quirks.loaded_version_stays or len(store) == 1:
                return False
            self.model.current = next(name for name in store if name != versionName)
        del store[versionName]
        return True

    def GetVersionNameList(self, versionType: int) -> list[str]:
        return list(self._store(versionType) or ())

    def GetVersionNames(self, versionType: int) -> dict[int, str]:
        return dict(enumerate(self._store(versionType) or (), 1))
