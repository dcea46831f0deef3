"""Stills of a grade: skeletons and extended ones, read by the fake's own parser; damaged files."""

from __future__ import annotations

import struct
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import zstandard

from core.errors import UsageError
from resolve_plugin.drx.container import (
    LARGEST_FILE,
    LARGEST_GRADE,
    DrxText,
    pack_grade,
    parse_drx,
    read_drx,
)
from resolve_plugin.drx.graph import DrxNode, encode_node, parse_graph
from resolve_plugin.drx.key import Band, HslKey, HueZero, encode_key
from resolve_plugin.drx.still import extend_still, make_skeleton, write_drx
from resolve_plugin.drx.wire import DrxError, encode_message, message, parse_message
from tests.fake_resolve import Node, drx
from tests.resolve.drx_mutations import same_again, try_all

LABELS = ("BL Balance", "BL Look", "BL Hand")
VERSION = "21.0.0.0048"
# Made by hand after the format's description: nodes' tools, and a link.
EMPTY_TOOLS = "12050304050612"
LUT_TOOLS = (
    "0a38080118013232123008011a0a08a08180b008120210061a2008a18180b00812182a16426573746c696768742f"
    "6c6f6f6b5f30312e6375626512050304050612"
)
QUALIFIER_TOOLS = (
    "0a930108021801328c0112890108011a0c088e80c04112050dd578a93e1a0c088f80c04112050dae47613e1a0c08"
    "9080c04112050d0000003f1a0c089180c04112050dae47e13d1a0c089280c04112050dae47613f1a0c089380c041"
    "12050d8fc2f53d1a0c089680c04112050dcdcc4c3f1a0c089780c04112050dcdcc4c3e1a0908ef80c04112021004"
    "1a0a088180c0c108120210000a18080918013212121008011a0c089d80c06112050d6666263f12050304050612"
)
LINK = "08011802284030403801"
HELD = HslKey(0.331, 0.22, 0.11, Band(0.12, 0.88, 0.0), Band(0.2, 0.8, 0.0))
MINE = [
    Node("key", "Film Looks/Kodak 2383.cube", ("Curves", "Qualifier"), True, {"Slope": "1 2 3"}),
    Node(),
    Node("grün 調", enabled=False, cache=1),
]


@pytest.fixture
def mine(tmp_path: Path) -> DrxText:
    """A user's grade, as Resolve would write it."""
    drx.write(tmp_path / "mine.drx", MINE, VERSION)
    return read_drx(tmp_path / "mine.drx")


def _resolve_reads(still: DrxText, folder: Path) -> list[Node]:
    path = folder / "ours.drx"
    write_drx(still, path)
    found = drx.read(path)
    path.unlink()
    assert found is not None
    return found


@pytest.mark.parametrize("vector", [EMPTY_TOOLS, LUT_TOOLS, QUALIFIER_TOOLS, LINK])
def test_known_bytes_come_back_the_same(vector: str):
    data = bytes.fromhex(vector)
    assert encode_message(parse_message(data)) == data


def test_an_empty_node_holds_the_known_bytes():
    node = encode_node(DrxNode(1, 1, "BL Look", 0, False, 190, 180, 7))
    assert isinstance(node.value, bytes)
    assert bytes.fromhex("4a07" + EMPTY_TOOLS) in node.value
    assert [field.number for field in parse_message(node.value)] == [1, 2, 4, 5, 6, 7, 8, 9, 10, 12]


@pytest.mark.parametrize("labels", [LABELS[:1], LABELS])
def test_a_skeleton_is_a_row_of_empty_labelled_nodes(tmp_path: Path, labels: tuple[str, ...]):
    still = make_skeleton(labels, (3840, 2160), VERSION)
    assert still.app_version == VERSION
    assert _resolve_reads(still, tmp_path) == [Node(label) for label in labels]
    assert bytes.fromhex(LINK) in still.grade or len(labels) == 1
    assert still.text.count("<Body>81") == 2
    assert still.text.count("<HasCorrection>true") == 1


def test_a_qualifier_holds_the_known_bytes():
    assert encode_message([encode_key(HELD, HueZero())]) in bytes.fromhex(QUALIFIER_TOOLS)


@pytest.mark.parametrize(("zero", "hue"), [(HueZero(0.3), 0.031), (HueZero(0.3, True), 0.969)])
def test_a_node_may_come_with_a_qualifier(tmp_path: Path, mine: DrxText, zero: HueZero, hue: float):
    soft = replace(HELD, saturation=Band(0.12, 1.0, 0.1))
    tools = {"BL Look": encode_key(soft, zero)}
    skeleton = make_skeleton(LABELS, (1920, 1080), VERSION, tools)
    for still, before in ((skeleton, []), (extend_still(mine, LABELS, tools), MINE)):
        found = _resolve_reads(still, tmp_path)[len(before) :]
        assert [node.key is not None for node in found] == [False, True, False]
        assert found[1].key == pytest.approx(
            {
                "hue": hue, "width": 0.22, "symmetry": 0.5, "soft": 0.11,
                "sat high": 1.0, "sat low": 0.12, "sat high soft": 0.1, "sat low soft": 0.1,
                "lum high": 0.8, "lum low": 0.2,
            }
        )  # fmt: skip


def test_the_head_names_the_resolve_that_reads_it():
    assert (
        'DbAppVer="19.1.3.0007" DbPrjVer="14"' in make_skeleton(LABELS, (2, 2), "19.1.3.0007").text
    )
    assert (
        'DbAppVer="21.2.0.0012" DbPrjVer="17"' in make_skeleton(LABELS, (2, 2), "21.2.0.0012").text
    )


def test_appended_nodes_leave_every_byte_of_the_users(tmp_path: Path, mine: DrxText):
    grown = extend_still(mine, LABELS)
    found = _resolve_reads(grown, tmp_path)
    assert [asdict(node) for node in found[:3]] == [asdict(node) for node in MINE]
    assert found[3:] == [Node(label) for label in LABELS]
    before, after = parse_message(mine.grade), parse_message(grown.grade)
    assert before[1:] == after[1:]
    graphs = [parse_message(message[0].value) for message in (before, after)]  # type: ignore[arg-type]
    kept = [field for field in graphs[0] if field.number in (2, 3, 7, 8, 9, 11)]
    assert [field for field in graphs[1] if field in kept] == kept
    assert len(graphs[1]) == len(graphs[0]) + 6
    assert "<HasCorrection>true" in grown.text
    assert "<Label>mine</Label>" in grown.text


def test_what_was_appended_once_is_appended_to_again(tmp_path: Path, mine: DrxText):
    twice = extend_still(extend_still(mine, ["one"]), ["two", "three"])
    assert [n.label for n in _resolve_reads(twice, tmp_path)][3:] == ["one", "two", "three"]


def test_a_grade_that_was_only_read_is_the_same_file(tmp_path: Path, mine: DrxText):
    assert mine.text.encode("utf-8") == (tmp_path / "mine.drx").read_bytes()
    assert pack_grade(mine.grade) in mine.text


def test_keyframes_are_never_touched(tmp_path: Path):
    drx.write(tmp_path / "keys.drx", [Node(), Node(keyframes=2)], VERSION)
    still = read_drx(tmp_path / "keys.drx")
    assert parse_graph(still.grade).keyframed
    with pytest.raises(DrxError, match="keyframes"):
        extend_still(still, LABELS)


@pytest.mark.parametrize("label", ["", "two\nlines", "x" * 61])
def test_what_cannot_be_a_label_is_refused(label: str):
    with pytest.raises(UsageError, match="label"):
        make_skeleton([label], (1920, 1080), VERSION)


def _with_body(still: DrxText, body: str) -> bytes:
    return still.text.replace(pack_grade(still.grade), body).encode("utf-8")


def _stored(grade: bytes) -> str:
    return "80" + grade.hex()


def test_a_grade_may_be_stored_unpacked(mine: DrxText):
    assert parse_drx(_with_body(mine, _stored(mine.grade))).grade == mine.grade


BOMB = zstandard.ZstdCompressor().compress(bytes(LARGEST_GRADE + 1)).hex()
SIZELESS = zstandard.ZstdCompressor(write_content_size=False).compress(b"grade").hex()
HOSTILE = {
    "an unknown packing": ("82" + "00" * 9, "unknown way"),
    "nothing in it": ("", "no grade|cut short"),
    "half a digit": ("81f", "cut short"),
    "not packed at all": ("81" + "00" * 40, "damaged"),
    "a bomb": ("81" + BOMB, "too large"),
    "no size said": ("81" + SIZELESS, "does not say its size"),
    "a field of no known kind": (_stored(bytes((0x0B, 0x0C))), "unknown kind"),
    "a field without a number": (_stored(bytes((0x00, 0x01))), "damaged"),
    "a number without an end": (_stored(bytes((0x08,)) + b"\xff" * 11), "damaged|no end"),
    "a number too large": (_stored(bytes((0x08,)) + b"\xff" * 9 + b"\x7f"), "too large"),
    "a length past the end": (_stored(bytes((0x0A, 0x7F, 0x00))), "cut short"),
    "a long way of writing 1": (_stored(bytes((0x08, 0x81, 0x00))), "not written as Resolve"),
    "no graph": (_stored(bytes((0x20, 0x01))), "no node graph"),
    "two graphs": (_stored(bytes((0x0A, 0x00, 0x0A, 0x00))), "several"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_grades_are_refused_in_a_sentence(mine: DrxText, case: str):
    body, words = HOSTILE[case]
    with pytest.raises(DrxError, match=words):
        parse_graph(parse_drx(_with_body(mine, body)).grade)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe", "not text"),
        (b"<a/>", "no still"),
        (b"<Gallery::GyStill>", "damaged"),
        (b"<Gallery::GyStill/>", "no clip's grade"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><Gallery::GyStill/>', "document type"),
        (b" " * (LARGEST_FILE + 1), "larger than"),
    ],
)
def test_what_is_no_still_is_refused(data: bytes, words: str):
    with pytest.raises(DrxError, match=words):
        parse_drx(data)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path):
    with pytest.raises(DrxError, match=r"cannot read the still none\.drx"):
        read_drx(tmp_path / "none.drx")


def test_an_end_that_leads_nowhere_is_refused(mine: DrxText):
    graph = next(field for field in parse_message(mine.grade) if field.number == 1)
    assert isinstance(graph.value, bytes)
    endless = [field for field in parse_message(graph.value) if field.number != 10]
    grade = encode_message([message(1, *endless)])
    with pytest.raises(DrxError, match="end of this grade"):
        extend_still(mine.with_grade(grade), LABELS)


def test_damaged_files_do_no_harm(tmp_path: Path, mine: DrxText):
    skeleton = make_skeleton(LABELS, (1920, 1080), VERSION)
    files = [still.text.encode("utf-8") for still in (mine, skeleton, extend_still(mine, LABELS))]
    assert all(same_again(data) for data in files)
    seen, _ = try_all(files, 600, seed=7)
    assert seen["refused"] > 300
    assert seen["extended"] > 10


def test_pictures_sizes_are_floats_beside_numbers():
    skeleton = make_skeleton(LABELS, (1998, 1080), VERSION)
    assert skeleton.grade.count(struct.pack("<f", 1.0)) == 2
