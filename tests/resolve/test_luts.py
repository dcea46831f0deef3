from __future__ import annotations

import errno
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BestlightError
from core.grade.label import file_part
from core.host.types import Label
from core.lut.files import read_lut
from core.progress import Progress
from resolve_plugin.adapter.luts import MARK, LutFolder, find_lut_folder, is_same_lut
from tests.fake_resolve import Node, Profile, Quirks
from tests.resolve.writing import (
    LOOK,
    PROFILES,
    USUAL,
    Fault,
    dialog_opens,
    project_switched,
    put_right,
    render_starts,
    resolve_dies,
    suite,
    warm,
)
from tests.tiers import some_of


@given(st.text(max_size=80))
def test_a_slug_is_a_plain_file_name(text: str):
    name = file_part(text, "clip")
    assert name
    assert name.isascii()
    assert len(name) <= 41
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")
    assert name.casefold() not in ("con", "nul", "aux", "prn", "com1", "lpt9")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A001_C002.mov", "A001-C002-mov"),
        ("Blade Runner 2049", "Blade-Runner-2049"),
        ("Été à Zürich", "Ete-a-Zurich"),
        ("銀翼殺手", "clip"),
        ("../../etc/passwd", "etc-passwd"),
        ("con", "con-"),
        ("", "clip"),
    ],
)
def test_slugs(text: str, name: str):
    assert file_part(text, "clip") == name


def test_a_written_lut_is_the_plain_contract_with_our_mark(tmp_path: Path):
    folder = LutFolder(tmp_path, "Mon Été / Film")
    written = folder.write(warm(), "A001_C002.mov", Label("Blade Runner", ("rêve",)))
    assert written.relative.startswith("Bestlight/Mon-Ete-Film/A001-C002-mov_Blade-Runner_")
    assert written.file == tmp_path / written.relative
    lines = written.file.read_bytes().split(b"\n")
    assert lines[0] == b"# " + MARK.encode()
    assert [line.split()[0] for line in lines[1:5]] == [b"#", b"#", b"TITLE", b"LUT_3D_SIZE"]
    assert written.file.read_bytes().isascii()
    assert (read_lut(written.file).table == warm().table.table).all()
    assert [p.name for p in written.file.parent.iterdir()] == [written.file.name]


def test_nothing_is_overwritten_even_where_the_name_is_taken(tmp_path: Path):
    folder = LutFolder(tmp_path, "Film")
    first = folder.write(warm(), "A", LOOK)
    first.file.write_text("the user's own")
    second = folder.write(warm(), "A", LOOK)
    assert second.file != first.file
    assert first.file.read_text() == "the user's own"
    assert folder.write(warm(), "A", LOOK) == type(second)(second.file, second.relative, False)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.EACCES, "may not write"),
        (errno.EROFS, "may not write"),
        (errno.ENOSPC, "is full"),
        (errno.EIO, "cannot write"),
    ],
)
def test_what_keeps_us_from_writing_is_said_with_the_folder_and_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
):
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(BestlightError, match=says) as raised:
        LutFolder(tmp_path, "Film").write(warm(), "A", LOOK)
    assert str(tmp_path) in raised.value.message
    assert raised.value.hint
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path):
    (tmp_path / "Bestlight").write_text("a file")
    with pytest.raises(BestlightError, match="LUT folder"):
        LutFolder(tmp_path, "Film").write(warm(), "A", LOOK)


def test_the_folder_is_the_users_choice_else_resolves(monkeypatch: pytest.MonkeyPatch):
    assert find_lut_folder({"BESTLIGHT_LUT_DIR": "/mine"}) == Path("/mine")
    monkeypatch.setenv("BMD_RESOLVE_LUT_DIR", "/relocated")
    assert find_lut_folder({}) == Path("/relocated")


@pytest.mark.parametrize(
    ("named", "same"),
    [
        ("Bestlight/F/a.cube", True),
        ("bestlight\\f\\A.cube", True),
        ("/luts/Bestlight/F/a.cube", True),
        ("C:\\LUT\\Bestlight\\F\\a.cube", True),
        ("F/a.cube", False),
        ("XBestlight/F/a.cube", False),
        ("", False),
    ],
)
def test_a_lut_is_recognised_however_resolve_names_it(named: str, same: bool):
    assert is_same_lut(named, "Bestlight/F/a.cube") is same


# --- removing -------------------------------------------------------------------------------------


def test_only_our_own_files_are_removed(tmp_path: Path):
    folder = LutFolder(tmp_path, "Film")
    ours = folder.write(warm(), "A", LOOK).file
    theirs = ours.with_name("theirs.cube")
    theirs.write_text('TITLE "x"\n')
    elsewhere = tmp_path / "Film Looks" / "x.cube"
    elsewhere.parent.mkdir()
    elsewhere.write_text(f"# {MARK}\n")
    other_project = LutFolder(tmp_path, "Other").write(warm(), "A", LOOK).file
    link = ours.with_name("link.cube")
    link.symlink_to(elsewhere)
    for file in (theirs, elsewhere, other_project, link):
        assert not folder.remove(file)
        assert file.exists()
    assert folder.remove(ours)
    assert not ours.exists()
    assert folder.remove(ours)


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_luts_that_no_version_uses_are_named_and_removed(tmp_path: Path, profile: Profile):
    room = suite(tmp_path, profile)
    item = room.add("A")
    room.add("B", version="mine")
    first, second = room.attach("A"), room.attach("A", lut=warm(0.2))
    third = room.attach("B", lut=warm(0.3))
    room.host.revert(room.clip("B"))
    item.current = "Version 1"
    theirs = first.file.with_name("theirs.cube")
    theirs.write_text("x")
    before = room.fake.snapshot()
    unused = room.host.unused_luts(Progress())
    assert unused == (third.file,)
    assert room.fake.snapshot() == before
    assert room.host.remove_luts(unused) == unused
    assert room.luts() == sorted([first.file, second.file, theirs])
    assert room.fake.snapshot() == before
    assert room.unfinished() == 0
    assert room.host.remove_luts((theirs, tmp_path / "x.cube")) == ()
    assert room.host.unused_luts(Progress()) == ()


@pytest.mark.parametrize("where", ["renamed", "remote", "group", "layer", "other timeline", "copy"])
def test_a_lut_that_is_used_somewhere_else_is_not_unused(tmp_path: Path, where: str):
    room = suite(tmp_path)
    item, other = room.add("A"), room.add("B")
    attached = room.attach("A")
    used = Node(lut=attached.lut)
    room.host.revert(room.clip("A"))
    assert room.host.unused_luts(Progress()) == (attached.file,)
    if where == "renamed":
        item.versions["my own name"] = [used]
    elif where == "remote":
        other.own_remote["shared"] = [used]
        if other.media is not None:
            other.media.remote["shared"] = [used]
    elif where == "group":
        room.fake.add_group("Interview").pre[0].lut = attached.lut
    elif where == "layer":
        other.layers.append([used])
        room.fake.project.settings["nodeStackLayers"] = "2"
    elif where == "other timeline":
        line = suite(tmp_path / "second").fake.timeline
        line.items.append(item)
        room.fake.timeline.items.remove(item)
        item.versions["old"] = [used]
        room.fake.project.timelines.append(line)
    else:
        other.versions["Version 1"].append(used)
    before = room.fake.snapshot()
    assert room.host.unused_luts(Progress()) == ()
    assert room.fake.snapshot() == before


@pytest.mark.parametrize("fault", [resolve_dies, project_switched, dialog_opens, render_starts])
@pytest.mark.parametrize("profile", some_of([Profile("18.6", "free"), USUAL], USUAL), ids=str)
def test_a_lut_that_is_used_is_not_called_unused_whatever_happens_meanwhile(
    tmp_path: Path, profile: Profile, fault: Fault
):
    room = suite(tmp_path, profile)
    item = room.add("A")
    room.add("B", versions={"Version 1": [Node("Bestlight")], "other": [Node()]})
    room.attach("A")
    room.attach("B")
    item.current = "Version 1"
    since = len(room.fake.calls)
    assert room.host.unused_luts(Progress()) == ()
    for at in range(1, len(room.fake.calls) - since, 4):
        room.fake.after_calls(at, partial(fault, room))
        with suppress(BestlightError):
            assert room.host.unused_luts(Progress()) == (), at
        put_right(room, fault)


def test_a_look_into_versions_that_is_cancelled_leaves_all_as_it_was(tmp_path: Path):
    room = suite(tmp_path)
    for name in "ABC":
        room.add(name, versions={"Version 1": [Node("Bestlight")], "other": [Node()]})
    attached = room.attach("A")
    room.host.revert(room.clip("A"))
    before = room.fake.snapshot()
    progress = Progress(lambda update: progress.cancel() if update.done == 1 else None)
    with pytest.raises(BestlightError, match="cancelled"):
        room.host.unused_luts(progress)
    assert room.fake.snapshot() == before
    assert attached.file.exists()


def test_a_read_only_folder_keeps_its_files(tmp_path: Path):
    room = suite(tmp_path, quirks=Quirks())
    room.add("A")
    attached = room.attach("A")
    room.host.revert(room.clip("A"))
    attached.file.write_text("changed by the user")
    unused = room.host.unused_luts(Progress())
    assert room.host.remove_luts(unused) == ()
    assert attached.file.read_text() == "changed by the user"
