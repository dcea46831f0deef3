"""The Resolve side's room: launcher, bridge, host adapter, install and self-check."""
