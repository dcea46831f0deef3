"""Damaged stills: no crash, no hang, and what is taken in all the same comes through unchanged.

`python -m tests.resolve.drx_mutations --count 20000 FOLDER` reads the .drx files of a folder,
writes them again, and damages them.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from resolve_plugin.drx.container import DrxText, pack_grade, parse_drx, unpack_grade
from resolve_plugin.drx.graph import parse_graph
from resolve_plugin.drx.still import extend_still
from resolve_plugin.drx.wire import DrxError, encode_message, parse_message

_LABELS = ("BL Balance", "BL Look")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A file with one or several faults: in its text, its packed grade, or the grade itself."""
    where = chance.choice(("text", "packed", "grade"))
    bodies = list(re.finditer(rb"<Body>([0-9a-f]+)</Body>", data))
    if where == "text" or not bodies:
        return _spoilt(data, chance)
    body = bodies[0]
    digits = body[1].decode("ascii")
    if where == "packed":
        spoilt = _spoilt(bytes.fromhex(digits), chance).hex()
    else:
        spoilt = pack_grade(_spoilt(unpack_grade(digits), chance))
    return data[: body.start(1)] + spoilt.encode("ascii") + data[body.end(1) :]


def _spoilt(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 5, 20))):
        at = chance.randrange(len(out) + 1)
        some = chance.randrange(1, 9)
        match chance.randrange(6):
            case 0:
                del out[at:]
            case 1:
                del out[at : at + some]
            case 2:
                out[at:at] = chance.randbytes(some)
            case 3:
                out[at:at] = out[max(0, at - some * 8) : at]
            case 4 if at < len(out):
                out[at] ^= 1 << chance.randrange(8)
            case _:
                out[at : at + some] = b"\xff" * some
    return bytes(out)


def suffer(data: bytes) -> str:
    """What became of a file: "refused", "read" or "extended".

    Raises:
        AssertionError: it was taken and did not come through unchanged.
    """
    try:
        still = parse_drx(data)
        graph = parse_graph(still.grade)
    except DrxError:
        return "refused"
    assert still.text.encode("utf-8") == data
    assert encode_message(parse_message(still.grade)) == still.grade
    try:
        grown = extend_still(still, _LABELS)
    except DrxError:
        return "read"
    after = parse_graph(grown.grade)
    assert after.nodes[: len(graph.nodes)] == graph.nodes
    assert [node.label for node in after.nodes[len(graph.nodes) :]] == list(_LABELS)
    _assert_same_around(still, grown)
    return "extended"


def _assert_same_around(still: DrxText, grown: DrxText) -> None:
    """Nothing but the grade and the word that there is one differs."""
    changing = re.compile(r"<Body>[0-9a-f]*</Body>|<HasCorrection>(true|false)</HasCorrection>")
    assert changing.sub("", still.text, 2) == changing.sub("", grown.text, 2)


def same_again(data: bytes) -> bool:
    """Whether a still is the same file after its grade was taken apart, put together and packed."""
    still = parse_drx(data)
    packed = pack_grade(encode_message(parse_message(still.grade)))
    # Where it is not packed as we pack, its digits are not found, and the file would stay as it is.
    found = still.text.count(pack_grade(still.grade)) == 1
    text = still.text.replace(pack_grade(still.grade), packed)
    return found and text.encode("utf-8") == data


def try_all(files: Sequence[bytes], count: int, seed: int) -> tuple[Counter[str], float]:
    """What became of `count` damaged files, and the longest time that one took, in seconds."""
    chance, seen, longest = random.Random(seed), Counter[str](), 0.0
    for number in range(count):
        begun = time.monotonic()
        seen[suffer(damaged(files[number % len(files)], chance))] += 1
        longest = max(longest, time.monotonic() - begun)
    return seen, longest


def main() -> int:
    """Damage the files of a folder and say what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    files = [path.read_bytes() for path in sorted(asked.folder.glob("*.drx"))]
    same = sum(same_again(data) for data in files)
    whole = Counter(suffer(data) for data in files)
    sys.stdout.write(f"{len(files)} files: {same} the same when written again, {dict(whole)}\n")
    seen, longest = try_all(files, asked.count, asked.seed)
    told = ", ".join(f"{count} {what}" for what, count in sorted(seen.items()))
    sys.stdout.write(f"{asked.count} damaged: {told}; {longest:.3f} s most\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
