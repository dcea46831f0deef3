"""Resolve's stills of a grade (`.drx`): read, extended by empty nodes, made from nothing.

`wire` is protobuf's encoding, `container` the text around a grade, `graph` the nodes in it, `still`
puts the three together. Only what Bestlight needs is understood; everything else is carried along
byte for byte, and what is not as expected is refused in a sentence.

There is no published schema. The field numbers are those that the project's own examination of
stills and independent notes agree on; values that the host's calls can set (CDL, LUT) are never
written into a file.
"""
