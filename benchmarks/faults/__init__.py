"""What is left after faults in the middle of commands."""
