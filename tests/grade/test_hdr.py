"""F19: PQ and HLG in, PQ and HLG out: the look on an SDR rendering, the headroom kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.colour.spaces import find_space
from core.colour.transform import convert
from core.grade.run import FinishedGrade, finish_grade
from core.job.job import GradeJob
from core.lut.files import read_lut
from core.media import ClipInfo, probe
from core.progress import Progress
from tests.cli.running import run_json
from tests.tiers import some_of

CASES = Path(__file__).parents[1] / "media" / "cases"
CLIPS = {"rec2100hlg": "hlg_phone.mov", "rec2100pq": "hdr10.mkv"}
RAMP = np.linspace(0, 1, 65, dtype=np.float32)[:, None].repeat(3, axis=1)


def graded(space: str, output: str, **settings: float) -> FinishedGrade:
    job = GradeJob(str(CASES / CLIPS[space]), prompt=("warm",), output_space=output, **settings)  # pyright: ignore[reportArgumentType]
    return finish_grade(job, Progress())


@pytest.mark.parametrize("space", some_of(CLIPS, "rec2100pq"))
def test_without_a_look_hdr_stays_as_it_is(space):
    lut = graded(space, "same", strength=0.0).lut
    assert lut.output == lut.source == find_space(space)
    assert np.allclose(lut.table.apply(RAMP), RAMP, atol=1e-6)


WAYS = [("rec2100hlg", "same"), ("rec2100pq", "same"), ("rec2100hlg", "rec2100pq")]


@pytest.mark.parametrize(("space", "output"), some_of(WAYS, *WAYS[:2]))
def test_a_look_keeps_the_headroom(space, output):
    lut = graded(space, output).lut
    assert lut.output.kind == "hdr"
    after = lut.table.apply(RAMP)
    # Greys keep their order to the top, which is where it was before the look.
    assert np.all(np.diff(after.mean(axis=1)) > 0)
    plain = convert(RAMP[-1:], lut.source, lut.output).max()
    assert after[-1].max() > plain - 0.06
    # The look is there: below the white of the rendering red has risen against blue.
    middle = after[20]
    assert middle[0] > middle[2] + 0.01


@pytest.mark.parametrize("output", [None, "same"])
def test_the_copy_is_tagged_as_what_it_is(capsys, tmp_path, output):
    asked = ["--output-space", output] if output else []
    words = ["grade", CASES / CLIPS["rec2100hlg"], "--exposure", "0.2", "--size", "17", *asked]
    result = run_json(capsys, *words, "-o", tmp_path / "g")
    info = probe(result["outputs"]["clip"])
    assert isinstance(info, ClipInfo)
    hdr = ("bt2020", "arib-std-b67")
    assert (info.primaries, info.transfer) == (hdr if output else ("bt709", "bt709"))
    assert read_lut(Path(result["outputs"]["lut"])).size == 17
