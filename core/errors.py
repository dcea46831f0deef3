"""The one family of errors that a user may see, each with its cause and its remedy."""

from __future__ import annotations


class BestlightError(Exception):
    """Something that the user can understand and usually put right.

    Attributes:
        message: what happened and where (file, line), in one line.
        hint: what to do about it, in one line; may be empty.
        exit_code: what a command line that ends on this error returns.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = one_line(message)
        self.hint = one_line(hint)


class UsageError(BestlightError):
    """The request itself is wrong: an unknown name, a value out of range, a missing option."""

    exit_code = 2


class Cancelled(BestlightError):
    """The user stopped the job; nothing of it is left behind."""

    def __init__(self) -> None:
        super().__init__("cancelled; nothing was written")


def one_line(text: str) -> str:
    """`text` with every run of white space and control characters made one space."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())


def counted(number: int, thing: str) -> str:
    """How many there are of a thing, in words: "1 weight", "2 weights"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def reason(error: BaseException) -> str:
    """The shortest true account of a library's or the system's error, in one line."""
    system = getattr(error, "strerror", None)
    if system:
        return one_line(str(system))
    text = one_line(str(error))
    return text or type(error).__name__
