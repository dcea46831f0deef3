"""The fake, and the calls that Bestlight makes, held to the documented surface of each version."""

from __future__ import annotations

import importlib.metadata
import inspect
import json
from pathlib import Path

import pytest

from resolve_plugin import api
from tests.fake_resolve import VERSIONS, Profile, app, gallery, graph, item, pool, project, timeline
from tests.fake_resolve import surface as surfaces
from tests.fake_resolve.read_stubs import read_stub
from tests.fake_resolve.remote import Far, signature
from tests.fake_resolve.surface import arity, surface_of

FAKED: tuple[type[Far], ...] = (
    app.Resolve,
    app.ProjectManager,
    project.Project,
    pool.MediaStorage,
    pool.MediaPool,
    pool.Folder,
    pool.MediaPoolItem,
    timeline.Timeline,
    item.TimelineItem,
    gallery.Gallery,
    gallery.GalleryStillAlbum,
    gallery.GalleryStill,
    graph.Graph,
    graph.ColorGroup,
)
NOT_FAKED = {"ValueRange", "Fusion", "FusionComp"}
LATER_CLASSES = {"Graph", "ColorGroup"}  # since 19.0
ALL_VERSIONS = (*VERSIONS[:4], "21.0.4", *VERSIONS[4:])


def _bounds(parameters: inspect.Signature) -> tuple[int, float]:
    """The least and the largest number of arguments after `self`."""
    given = list(parameters.parameters.values())[1:]
    plain = [p for p in given if p.kind is not p.VAR_POSITIONAL]
    least = sum(p.default is p.empty for p in plain)
    return least, len(plain) if len(plain) == len(given) else float("inf")


@pytest.mark.parametrize("version", ALL_VERSIONS)
def test_every_class_has_just_the_documented_names(version: str) -> None:
    profile, documented = Profile(version), surface_of(version)
    faked = {cls.__name__: set(cls.names(profile)) for cls in FAKED}
    if version == "18.6":
        for name in LATER_CLASSES:
            assert name not in documented
            del faked[name]
    assert faked == {n: set(methods) for n, methods in documented.items() if n not in NOT_FAKED}


@pytest.mark.parametrize("version", ALL_VERSIONS)
def test_every_call_takes_the_documented_number_of_arguments(version: str) -> None:
    profile, documented = Profile(version), surface_of(version)
    excused = surfaces.exceptions()
    wrong = []
    for cls in FAKED:
        for name, method in cls.names(profile).items():
            if cls.__name__ not in documented:
                continue
            least, most = arity(documented[cls.__name__][name])
            if f"{cls.__name__}.{name}" in excused:
                least = 0
            if _bounds(signature(method, profile)) != (least, most):
                wrong.append((cls.__name__, name, _bounds(signature(method, profile)), least, most))
    assert wrong == []


def test_every_exception_is_one() -> None:
    documented = surface_of("21.0")
    for name in surfaces.exceptions():
        cls, _, method = name.partition(".")
        assert arity(documented[cls][method])[0] > 0, name


def _calls_made() -> list[tuple[str, str, inspect.Signature]]:
    return [
        (cls.__name__, name, inspect.signature(method))
        for cls in api.CLASSES
        for name, method in vars(cls).items()
        if name[:1].isupper()
    ]


@pytest.mark.parametrize(("cls", "name", "parameters"), _calls_made())
def test_every_call_that_bestlight_makes_is_documented(
    cls: str, name: str, parameters: inspect.Signature
) -> None:
    holding = [v for v in ALL_VERSIONS if name in surface_of(v).get(cls, {})]
    assert holding, "no version has it"
    newest = surface_of(holding[-1])[cls][name]
    least, most = arity(newest)
    if f"{cls}.{name}" in surfaces.exceptions():
        least = 0
    assert least <= _bounds(parameters)[0]
    assert _bounds(parameters)[1] <= most
    # What the newest Resolve no longer has may only be called on those without a Graph class.
    graph_took_over = cls == "TimelineItem" and name in vars(api.Graph)
    assert holding[-1] == ALL_VERSIONS[-1] or (graph_took_over and holding[0] == "18.6")


def test_the_stored_surface_is_that_of_the_installed_stubs() -> None:
    try:
        stubs = importlib.metadata.distribution("fusionscript-stubs")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("fusionscript-stubs is not installed")
    text = Path(str(stubs.locate_file("fusionscript-stubs/fusionscript.pyi"))).read_text("utf-8")
    read = json.loads(json.dumps(read_stub(text)))
    assert stubs.version == "21.0.0"
    assert read == surface_of("21.0")
