"""The object protocol through the real launchers, as child processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.resolve.bridging import KINDS, Opened
from tests.resolve.stand_in import BYTES, GIANT, UNICODE


@pytest.fixture(scope="module", params=KINDS)
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BESTLIGHT_HOME", str(folder))
        opened = Opened(request.param, folder, PYTHONNODEBUGRANGES="1", QT_PLUGIN_PATH="/resolve")
        try:
            yield opened.wait()
        finally:
            opened.kill()


def test_values_arrive_as_they_are(opened: Opened) -> None:
    names = ["number", "nothing", "yes", "empty", "list", "nan", "unicode", "giant"]
    number, nothing, yes, empty, items, nan, text, giant = opened.command("setting", *names)
    assert (number, nothing, yes) == (23.976, None, True)
    assert empty in ([], {"map": []})  # Lua has one kind of empty table
    assert items == [1, "two", 3.5, [True]]
    assert nan is None
    assert text == UNICODE
    assert giant == GIANT


def test_bytes_are_text_and_pictures_stay_bytes(opened: Opened) -> None:
    assert opened.command("setting", "bytes") == [
        [UNICODE, {"name": "A001"}, "gr\ufffdn \ufffd"],
    ]
    for size in (6, 7, 8):
        assert opened.command("frame", str(size)) == [BYTES[:size].hex(), BYTES.hex()]


def test_maps_keep_keys_that_are_numbers(opened: Opened) -> None:
    (markers,) = opened.command("setting", "markers")
    assert markers == {
        "map": [
            [96.0, {"color": "Blue", "duration": 1.0}],
            [97.5, {"color": "Red", "duration": 2.0}],
        ]
    }


def test_values_and_objects_as_arguments(opened: Opened) -> None:
    assert opened.command("echo") == [True, "A001"]


def test_a_call_that_fails_names_itself_and_ends_nothing(opened: Opened) -> None:
    failed, fine = opened.command("setting", "raise", "number")
    assert failed["failed"].startswith("GetSetting: ")
    assert "something inside Resolve" in failed["failed"]
    assert fine == 23.976


def test_an_unknown_method_is_a_failed_call(opened: Opened) -> None:
    assert opened.command("unknown").startswith("GetNodeGraph: ")


def test_objects_that_nobody_holds_are_given_back(opened: Opened) -> None:
    assert opened.command("items") == {
        "names": ["video1-0", "video1-1", "video1-2"],
        "held": 3,
        "after": 0,
    }


def test_all_calls_come_from_the_main_thread(opened: Opened) -> None:
    assert opened.command("setting", "main thread") == [True]


def test_a_slow_call_is_waited_for(opened: Opened) -> None:
    assert opened.command("slow", "0.8") is True


def test_the_session_has_a_clean_environment_and_stray_output_hurts_nothing(
    opened: Opened,
) -> None:
    names = opened.command("environment")
    assert "BESTLIGHT_HOME" in names
    assert not [name for name in names if name.startswith(("PYTHON", "QT_"))]
    assert opened.command("setting", "yes") == [True]


def test_folders_are_private(opened: Opened) -> None:
    folders = [opened.runtime, *(p for p in opened.runtime.iterdir() if p.is_dir())]
    assert len(folders) == (2 if opened.kind == "python" else 3)
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}
