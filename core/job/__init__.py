"""A job and what came of it, as plain data: every room may import this one."""
