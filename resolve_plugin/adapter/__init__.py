"""The adapter: Resolve as a `core.host.Host`.

Reading: `connection` (version, edition, round trips), `guard` (may we write; page and playhead
kept), `items` (what is on the timeline), `state` (where Resolve stands), `spaces` (the colour space
at a node), `frames` (a clip's pictures as its node receives them), `stills` (the gallery).
"""
