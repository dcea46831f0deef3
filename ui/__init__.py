"""The panel's room: may import `core` and Qt, never the Resolve side."""
