"""The adapter: Resolve as a `core.host.Host`.

Reading: `connection` (version, edition, round trips), `guard` (may we write; page and playhead
kept), `items` (what is on the timeline), `state` (where Resolve stands), `spaces` (the colour space
at a node), `frames` (a clip's pictures as its node receives them), `stills` (the gallery).

Writing: `nodes` (which node), `versions` (a version first), `luts` (files in Resolve's LUT folder),
`attach`, `carry` (a batch's writing), `groups` (a look in a group's node), `undo` (revert and
recovery), `clean`, and `ledger` (what Bestlight did, on disk). `host` puts all of it together.
"""
