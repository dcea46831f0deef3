"""The face for pipelines: its names, its documented example, and its manners beside others."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import bestlight
import numpy as np
import pytest

from core.media import read_still, write_still
from tests.looks import film_look, picture

ROOT = Path(__file__).parents[2]
SURFACE = {
    "Adjustments", "Amounts", "BestlightError", "Style", "apply_lut", "bake", "blend_styles",
    "check_lut", "grade", "make_style", "open_shot", "read_lut", "style_from_dict", "write_lut",
}  # fmt: skip


def test_its_surface_is_what_was_promised() -> None:
    assert set(bestlight.__all__) == SURFACE
    for name in SURFACE:
        assert getattr(bestlight, name).__doc__
    with pytest.raises(AttributeError):
        _ = bestlight.grade_everything  # pyright: ignore[reportAttributeAccessIssue]


def test_the_documented_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, rgb in (("shot", picture()), ("other", picture(seed=3))):
        write_still(Path(f"{name}.png"), rgb, force=False)
    graded = np.clip(film_look().at_strength(2).apply(picture(seed=5)), 0, 1)
    write_still(Path("still.png"), graded, force=False)
    text = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    example = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(example) == 1
    exec(compile(example[0], "docs/library.md", "exec"), {})
    assert {p.name for p in tmp_path.glob("*.cube")} == {"look.cube", "shot-0.cube", "shot-1.cube"}
    before, after = (read_still(Path(name)).rgb for name in ("other.png", "graded.png"))
    assert np.abs(before - after).mean() > 0.003


def test_importing_it_loads_nothing_heavy() -> None:
    code = (
        "import sys, bestlight; "
        "print([m for m in ('numpy', 'torch', 'PyOpenColorIO', 'av') if m in sys.modules])"
    )
    path = f"{ROOT / 'packaging'}:{ROOT}"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_another_core_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "core.py").write_text("__version__ = '9'\n")
    path = f"{tmp_path}:{ROOT / 'packaging'}"
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import bestlight"],
        env={"PYTHONPATH": path}, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert "another package called 'core' is in the way" in done.stderr


def test_a_wheel_leaves_the_bare_names_to_others(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"bestlight", "bestlight.pth"}
    assert "bestlight/_rooms/core/cli/main.py" in names
    assert "bestlight/_rooms/core/style/weights/style.safetensors" in names
