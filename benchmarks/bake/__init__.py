"""Whether baked LUTs fall or fold: over colour spaces, outputs and looks."""
