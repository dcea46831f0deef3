"""The adapter: Resolve as a `core.host.host.Host`.

Reading: `connection` (version, edition, round trips), `host_state` (where Resolve stands; may we
write), `playhead` (page and playhead kept), `entries` (what is on the timeline), `state` (the
playhead followed), `spaces` (the colour space at a node), `frames` (a clip's pictures as its node
receives them), `stills` (the gallery), `survey` (all that can be read).

Writing: `nodes` (which node), `versions` (a version first), `luts` (files in Resolve's LUT folder),
`changes` (one clip's change), `attach`, `batch_writes`, `groups` (a look in a group's node), `undo`
(revert and recovery), `clean`, `project`, and `ledger` (what Bestlight did, on disk). `host` puts
all of it together.
"""
