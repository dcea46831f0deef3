"""The manners of Resolve's remote objects: every attribute seems to be there, an unknown method is
None, failures answer None or False, a dialog swallows writes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from tests.fake_resolve.profile import Profile

if TYPE_CHECKING:
    from tests.fake_resolve.fake import FakeResolve

F = TypeVar("F", bound=Callable[..., Any])


class WrongThread(RuntimeError):
    """A call came from another thread than the first one did."""


def since(version: str, dropped: str = "") -> Callable[[F], F]:
    """Mark a method as added in `version` (and gone again from `dropped` on)."""

    def mark(method: F) -> F:
        vars(method)["life"] = (version, dropped)
        return method

    return mark


def grown(version: str, *parameters: str) -> Callable[[F], F]:
    """Mark parameters of a method as added in `version`."""

    def mark(method: F) -> F:
        vars(method)["grown"] = (version, parameters)
        return method

    return mark


@cache
def signature(method: Callable[..., Any], profile: Profile) -> inspect.Signature:
    """A method's parameters in a version."""
    whole = inspect.signature(method)
    version, later = vars(method).get("grown", ("18.1", ()))
    if profile.at_least(version):
        return whole
    kept = [p for name, p in whole.parameters.items() if name not in later]
    return whole.replace(parameters=kept)


def studio(method: F) -> F:
    """Mark a method as one of the Studio edition."""
    vars(method)["studio"] = True
    return method


def is_read(name: str) -> bool:
    """Whether a call only reads: what a dialog lets through."""
    return name.startswith(("Get", "Is")) or name == "Fusion"


class Far:
    """The far side of a remote object: its methods are those in capitals.

    Attributes:
        constants: what `resolve.NAME` answers; floats, as Resolve's are.
    """

    constants: ClassVar[Mapping[str, float]] = {}

    def __init__(self, fake: FakeResolve, model: Any = None) -> None:
        self.fake = fake
        self.model = model
        self.project = fake.project
        self.opened = fake.project.opened

    @property
    def kind(self) -> str:
        """The class's name in Resolve."""
        return type(self).__name__

    def alive(self) -> bool:
        """Whether what the handle stands for is still open."""
        return self.project is self.fake.project and self.opened == self.project.opened

    @classmethod
    def names(cls, profile: Profile) -> dict[str, Callable[..., Any]]:
        """The methods that exist in a version, by name."""
        found: dict[str, Callable[..., Any]] = {}
        for name, method in inspect.getmembers(cls, inspect.isfunction):
            if not name[:1].isupper():
                continue
            added, dropped = vars(method).get("life", ("18.1", ""))
            if profile.at_least(added) and (not dropped or profile.before(dropped)):
                found[name] = method
        return found

    def invoke(self, name: str, arguments: tuple[Any, ...]) -> Any:
        """Make a call as Resolve would."""
        fake = self.fake
        method = fake.methods(type(self))[name]
        with fake.lock:
            fake.note(self, name, arguments)
            if fake.dead:
                return None
            signature(method, fake.profile).bind(self, *arguments)
            if not self.alive():
                return None if is_read(name) else False
            if not is_read(name) and fake.blocked and name != "StopRendering":
                return None
            if vars(method).get("studio") and fake.refuses_studio():
                return False
            answer = near(method(self, *(far(argument) for argument in arguments)))
            return as_bytes(answer) if fake.quirks.text_as_bytes else answer


class PyRemoteObject:
    """What a script holds."""

    __slots__ = ("_far",)

    def __init__(self, far_side: Far) -> None:
        self._far = far_side

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        far_side = self._far
        if name in far_side.constants:
            return far_side.constants[name]
        if name in far_side.fake.methods(type(far_side)):
            return lambda *arguments: far_side.invoke(name, arguments)
        return None

    def __dir__(self) -> list[str]:
        return sorted(self._far.fake.methods(type(self._far)))

    def __repr__(self) -> str:
        return f"<PyRemoteObject {self._far.kind}>"


def near(value: Any) -> Any:
    """A value as the script sees it."""
    if isinstance(value, Far):
        return PyRemoteObject(value)
    if isinstance(value, Mapping):
        return {key: near(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [near(item) for item in value]
    return value


def as_bytes(value: Any) -> Any:
    """A value with every text in it as bytes."""
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, Mapping):
        return {as_bytes(key): as_bytes(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_bytes(item) for item in value]
    return value


def far(value: Any) -> Any:
    """An argument as Resolve sees it."""
    if isinstance(value, PyRemoteObject):
        return object.__getattribute__(value, "_far")
    if isinstance(value, Mapping):
        return {key: far(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [far(item) for item in value]
    return value
