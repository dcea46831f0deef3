"""The launchers themselves: old Pythons, both Luas, the allow-list, and how they start."""

from __future__ import annotations

import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from resolve_plugin import api
from resolve_plugin.runtime import find_session
from resolve_plugin.setup.install import make_launcher
from tests.resolve.bridging import PATIENCE, ROOT, Opened, asked, stand_in_python, until

LAUNCHERS = ROOT / "resolve_plugin" / "launchers"
LUAS = ("lua51", "luajit21")


def oldest_python() -> str | None:
    """A Python older than Bestlight's, as Resolve may have found one."""
    for version in ("3.6", "3.7", "3.8", "3.9"):
        found = shutil.which(f"python{version}")
        if (
            found
            and not subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode
        ):
            return found
    return None


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BESTLIGHT_HOME", str(tmp_path))
    return tmp_path


def functions(**replaced: str) -> dict[str, Any]:
    """The Python launcher's names, without running it."""
    text = (LAUNCHERS / "Bestlight.py").read_text("utf-8")
    for name, value in replaced.items():
        text = text.replace(f"@{name}@", value)
    names: dict[str, Any] = {"__name__": "launcher"}
    exec(compile(text, "Bestlight.py", "exec"), names)
    return names


def lua_functions(runtime: str, *names: str) -> Any:
    """Local functions of the Lua launcher, without running it."""
    lua = importlib.import_module(f"lupa.{runtime}").LuaRuntime()
    text = (LAUNCHERS / "Bestlight.lua").read_text("utf-8")
    body, called, nothing = text.rpartition("main()")
    assert (called, nothing.strip()) == ("main()", "")
    table = ", ".join(f"{name} = {name}" for name in names)
    return lua.execute(f"{body} return {{{table}}}")


# --- what they are


def test_the_python_launcher_is_python_3_6_and_stands_alone() -> None:
    text = (LAUNCHERS / "Bestlight.py").read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 6))
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names | {"DaVinciResolveScript", "suppress", "Path"}
    assert "__file__" not in text


def test_both_let_through_what_the_interface_names_and_nothing_else() -> None:
    text = (LAUNCHERS / "Bestlight.lua").read_text("utf-8")
    listed = re.search(r"ALLOWED_NAMES = \[\[(.*?)\]\]", text, re.DOTALL)
    assert listed is not None
    assert set(listed[1].split()) == api.ALLOWED
    assert functions()["ALLOWED"] == api.ALLOWED


class Trap:
    """An object whose every method must not be reached."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


@pytest.mark.parametrize("name", ["Quit", "__class__", "DeleteProject", "", 7])
def test_the_python_launcher_makes_no_other_call(name: object) -> None:
    server = functions()["Server"](Trap())
    reply = server.reply({"id": 1, "calls": [[0, name, []]], "drop": []})
    assert "does not call" in reply["results"][0]["e"]


@pytest.mark.parametrize("runtime", LUAS)
@pytest.mark.parametrize("name", ['"Quit"', '"__index"', '""', "7", "null"])
def test_the_lua_launcher_makes_no_other_call(runtime: str, name: str) -> None:
    names = lua_functions(runtime, "read_value", "reply_to")
    request = names.read_value(f'{{"id":1,"calls":[[0,{name},[]]],"drop":[]}}', 1, 0)[0]
    assert "does not call" in names.reply_to(request)


@pytest.mark.parametrize("runtime", LUAS)
@pytest.mark.parametrize(
    "text",
    ["", "{", '{"a"', '{"a":}', "[1,", '"x', '"\\u12"', '"\\q"', "nul", "-", "{1:2}", "[" * 999],
)
def test_lua_refuses_what_is_no_json(runtime: str, text: str) -> None:
    read = lua_functions(runtime, "read_value").read_value
    with pytest.raises(Exception, match=r"Bestlight|lua|string"):
        read(text, 1, 0)


@pytest.mark.parametrize("runtime", LUAS)
@pytest.mark.parametrize(
    ("raw", "written"),
    [
        (b"\xff\xfe", '"\\ufffd\\ufffd"'),
        (b"a\xc3", '"a\\ufffd"'),
        (b"\xed\xa0\x80", '"\\ufffd"'),
        (b'\x00\x7f"\\', '"\\u0000\\u007f\\u0022\\u005c"'),
        ("é光\U0001f3ac".encode(), '"\\u00e9\\u5149\\ud83c\\udfac"'),
    ],
)
def test_lua_writes_ascii_whatever_resolve_gives(runtime: str, raw: bytes, written: str) -> None:
    lua = importlib.import_module(f"lupa.{runtime}").LuaRuntime(encoding=None)
    body = (LAUNCHERS / "Bestlight.lua").read_bytes().rpartition(b"main()")[0]
    assert lua.execute(body + b" return json_string")(raw) == written.encode()


@pytest.mark.parametrize("runtime", LUAS)
def test_the_shell_gets_one_word_for_each_path(runtime: str) -> None:
    line = lua_functions(runtime, "command_line").command_line
    python, file = '/opt/Bob\'s "own" $HOME `x`/python', "/tmp/a b'c"
    words = subprocess.run(
        ["sh", "-c", line(python, file, False).replace("'/opt", "printf '%s\\n' '/opt", 1)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert words == [
        *(python, "-E", "-P", "-m", "resolve_plugin.session", "--start-spool", file),
        *("--launcher", str(os.getpid())),
    ]


@pytest.mark.parametrize("runtime", LUAS)
def test_cmd_gets_its_line_in_quotation_marks(runtime: str) -> None:
    line = lua_functions(runtime, "command_line").command_line
    found = line(r"C:\Program Files\Bestlight & Co\python.exe", r"C:\Temp\bestlight-1-2", True)
    assert found == (
        '""C:\\Program Files\\Bestlight & Co\\python.exe" -E -P -m resolve_plugin.session'
        ' --start-spool "C:\\Temp\\bestlight-1-2" --launcher 0"'
    )


@pytest.mark.parametrize("runtime", LUAS)
def test_lua_tells_a_process_that_runs_from_one_that_has_ended(runtime: str) -> None:
    lives = lua_functions(runtime, "process_lives").process_lives
    process = subprocess.Popen(["sleep", "60"])
    assert lives(process.pid, False)
    process.kill()
    until(lambda: not lives(process.pid, False))  # nobody has asked for its code yet
    process.wait()
    assert not lives(process.pid, False)
    assert lives(process.pid, True) is None  # as on Windows where nothing tells


# --- how they start


def test_an_old_python_serves_a_session(home: Path) -> None:
    oldest = oldest_python()
    if oldest is None:
        pytest.skip("no Python older than 3.10 on this machine")
    launcher = home / "Bestlight.py"
    launcher.write_text(make_launcher("python", str(stand_in_python(home))), "utf-8")
    script = (
        "class R:\n"
        " def GetProjectManager(self): return self\n"
        " def GetCurrentDatabase(self): return {'DbName': 'x'}\n"
        " def GetCurrentProject(self): return self\n"
        " def GetSetting(self, name): return {96.0: [name]}\n"
        "resolve = R()\n"
        f"exec(compile(open({str(launcher)!r}, encoding='utf-8').read(), 'menu', 'exec'))\n"
    )
    process = subprocess.Popen([oldest, "-c", script])
    try:
        until(find_session)
        reply = asked("setting", "colour")
        assert reply is not None
        assert reply.data == [{"map": [[96.0, ["colour"]]]}]
        asked("close")
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()


def test_the_application_is_looked_for_in_the_documented_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Bmd:
        @staticmethod
        def scriptapp(name: str) -> str | None:
            return f"bmd's {name}"

    class Fusion:
        @staticmethod
        def GetResolve() -> str:  # noqa: N802 - Resolve's name
            return "fusion's"

    names = functions()
    monkeypatch.setitem(sys.modules, "__main__", type(sys)("empty"))
    assert names["find_resolve"]() is None
    names["fu"] = Fusion()
    assert names["find_resolve"]() == "fusion's"
    names["bmd"] = Bmd()
    assert names["find_resolve"]() == "bmd's Resolve"
    monkeypatch.setattr(sys.modules["__main__"], "resolve", "the global", raising=False)
    assert names["find_resolve"]() == "the global"


@pytest.mark.parametrize("kind", ["python", *LUAS])
def test_a_bestlight_that_is_gone_is_a_sentence(kind: str, home: Path) -> None:
    opened = Opened(kind, home, home / "gone" / "python")
    try:
        until(opened.script_ended)
        assert opened.said().startswith("Bestlight: it is not installed any more")
        assert opened.said().count("\n") == 1
        assert "bestlight resolve install" in opened.said()
    finally:
        opened.kill()


@pytest.mark.parametrize("kind", ["python", *LUAS])
def test_a_bestlight_that_does_not_start_is_a_sentence(kind: str, home: Path) -> None:
    opened = Opened(kind, home, "/bin/false")
    try:
        until(opened.script_ended)
        assert "install Bestlight again" in opened.said() or "install it again" in opened.said()
        until(lambda: not opened.left())
    finally:
        opened.kill()


def run_lua(home: Path, runtime: str, before: str) -> str:
    """What the Lua launcher prints after the Lua code `before`."""
    text = make_launcher("lua", sys.executable)
    lua = importlib.import_module(f"lupa.{runtime}").LuaRuntime()
    lines: list[str] = []
    lua.globals()["print"] = lines.append
    lua.execute(before)
    lua.execute(text)
    return "\n".join(lines)


@pytest.mark.parametrize("runtime", LUAS)
@pytest.mark.parametrize("missing", ["io = nil", "os.execute = nil", "os = nil; io = nil"])
def test_a_lua_without_files_is_a_sentence(home: Path, runtime: str, missing: str) -> None:
    said = run_lua(home, runtime, f"package = nil; require = nil; bmd = {{}}; {missing}")
    assert said.startswith("Bestlight: this Resolve lets scripts open no files")


@pytest.mark.parametrize("runtime", LUAS)
def test_lua_outside_resolve_is_a_sentence(home: Path, runtime: str) -> None:
    assert "start it inside DaVinci Resolve" in run_lua(home, runtime, "")
    assert "start it inside DaVinci Resolve" in run_lua(
        home, runtime, "bmd = {wait = function() end, scriptapp = function() end}"
    )


def test_python_outside_resolve_is_a_sentence(home: Path) -> None:
    launcher = home / "Bestlight.py"
    launcher.write_text(make_launcher("python", sys.executable), "utf-8")
    done = subprocess.run(
        [sys.executable, str(launcher)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Bestlight: start it inside DaVinci Resolve, from Workspace > Scripts\n"
