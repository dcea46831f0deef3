"""Where installed models lie: one folder each, weights and a record, made whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import BestlightError, UsageError, reason
from core.files import make_folder
from core.progress import Progress

VARIABLE = "BESTLIGHT_MODELS"
INCOMING = ".incoming-"
RECORD = "model.json"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Installed:
    """An installed model, as its record says.

    Attributes:
        name: open_clip's name of the architecture.
        pretrained: tag of the weights.
        weights: name of their file inside `folder`.
        size: its bytes.
        sha256: its checksum when it was installed.
        known_by: who vouched for the checksum: "catalogue", "server", or "nobody".
        source: address or file that it came from.
        licence: short name; empty where not known.
        card: address of the page about the weights; may be empty.
        installed: date and time, ISO 8601, UTC.
        folder: where it lies.
    """

    name: str
    pretrained: str
    weights: str
    size: int
    sha256: str
    known_by: str
    source: str
    licence: str
    card: str
    installed: str
    folder: Path

    @property
    def label(self) -> str:
        """Both names, for people."""
        return f"{self.name} {self.pretrained}"

    @property
    def path(self) -> Path:
        """The weights' file."""
        return self.folder / self.weights

    def as_dict(self) -> dict[str, str | int]:
        """The record, and the path of the weights, as JSON-serialisable data."""
        data = asdict(self)
        data["folder"] = str(self.folder)
        return {**data, "path": str(self.path)}


def models_folder() -> Path:
    """Where models are kept: `BESTLIGHT_MODELS`, else the system's place for a user's data."""
    from platformdirs import user_data_path

    given = os.environ.get(VARIABLE, "").strip()
    return Path(given) if given else user_data_path("Bestlight", appauthor=False) / "models"


def place_of(name: str, pretrained: str) -> Path:
    """The folder of a model, whether or not it is there."""
    return models_folder() / f"{name}--{pretrained}"


def incoming_of(name: str, pretrained: str) -> Path:
    """The folder where a model is gathered until it is whole."""
    return models_folder() / f"{INCOMING}{name}--{pretrained}"


def installed_models() -> tuple[Installed, ...]:
    """What is installed, the latest first; folders without a readable record are left out."""
    found = [record for folder in _folders() if (record := _read(folder)) is not None]
    return tuple(sorted(found, key=lambda record: record.installed, reverse=True))


def broken_folders() -> tuple[Path, ...]:
    """Folders of models whose record cannot be read."""
    return tuple(folder for folder in _folders() if _read(folder) is None)


def _folders() -> list[Path]:
    try:
        inside = sorted(models_folder().iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise BestlightError(
            f"cannot read the folder of models {models_folder()}: {reason(error)}",
            hint=f"see that you may read it, or set {VARIABLE} to another",
        ) from error
    return [path for path in inside if not path.name.startswith(".") and path.is_dir()]


def _read(folder: Path) -> Installed | None:
    try:
        data = json.loads((folder / RECORD).read_text("utf-8"))
        record = Installed(**data, folder=folder)
    except (OSError, ValueError, TypeError):
        return None
    texts = [value for key, value in data.items() if key != "size"]
    usable = isinstance(record.size, int) and all(isinstance(text, str) for text in texts)
    return record if usable and Path(record.weights).name == record.weights else None


def write_record(record: Installed) -> None:
    """Write a model's record into its folder."""
    data = asdict(record)
    del data["folder"]
    text = json.dumps(data, indent=1) + "\n"
    (record.folder / RECORD).write_text(text, encoding="utf-8", newline="\n")


def publish(incoming: Path, place: Path) -> None:
    """Make a gathered folder the model's own, in place of a broken one if there is any."""
    if place.exists():
        discard(place)
    incoming.replace(place)


def discard(folder: Path) -> None:
    """Take a folder of models away: out of sight at once, then from the disk.

    Raises:
        BestlightError: the system does not allow it.
    """
    grave = folder.with_name(f".removed-{secrets.token_hex(6)}")
    try:
        folder.replace(grave)
    except FileNotFoundError:
        return
    except OSError as error:
        raise BestlightError(
            f"cannot remove {folder}: {reason(error)}", hint="close what uses it, then try again"
        ) from error
    shutil.rmtree(grave, ignore_errors=True)


@contextmanager
def working() -> Iterator[None]:
    """Hold the folder of models for this process.

    Raises:
        BestlightError: another process holds it, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    folder = models_folder()
    try:
        make_folder(folder)
    except BestlightError as error:
        raise BestlightError(
            error.message, hint=f"set {VARIABLE} to a folder that you may write to"
        ) from error
    try:
        held = FileLock(folder / ".lock", timeout=0).acquire()
    except Timeout as error:
        raise BestlightError(
            "another Bestlight is installing or removing a model", hint="wait until it is done"
        ) from error
    except OSError as error:
        raise BestlightError(
            f"cannot write in the folder of models {folder}: {reason(error)}",
            hint=f"see that you may write there, or set {VARIABLE} to another folder",
        ) from error
    with held:
        _bury(folder)
        yield


def _bury(folder: Path) -> None:
    """Finish removals that were interrupted."""
    for grave in folder.glob(".removed-*"):
        shutil.rmtree(grave, ignore_errors=True)


def checksum(path: Path, progress: Progress, into: hashlib._Hash | None = None) -> str:
    """The SHA-256 of a file, telling `progress` the bytes; `into` takes them up as well.

    Raises:
        BestlightError: the file cannot be read.
        Cancelled: the user stopped it.
    """
    digest = into or hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(CHUNK):
                digest.update(block)
                progress.advance(len(block))
    except OSError as error:
        raise BestlightError(f"cannot read {path}: {reason(error)}") from error
    return digest.hexdigest()


def fault_of(record: Installed, progress: Progress) -> str:
    """What is wrong with an installed model's file, in a few words; empty where all is well."""
    try:
        size = record.path.stat().st_size
    except OSError as error:
        return f"its weights cannot be read: {reason(error)}"
    if size != record.size:
        return f"its weights have {size} bytes where {record.size} were installed"
    progress.stage(f"Reading {record.label}", record.size)
    if checksum(record.path, progress) != record.sha256:
        return "its weights are not what was installed: the checksum differs"
    return ""


def size_on_disk(folder: Path) -> int:
    """Bytes of a folder's files."""
    total = 0
    for path in folder.glob("*"):
        with suppress(OSError):
            total += path.stat().st_size
    return total


def remove(name: str, pretrained: str | None) -> tuple[str, int]:
    """Take away a model, whole or broken, and what an interrupted download of it has left.

    Args:
        name: the architecture, in any case.
        pretrained: tag of the weights; None where only one is there.

    Returns:
        Both names of the model, and how many bytes are free again.

    Raises:
        UsageError: there is no such model, or more than one.
        BestlightError: another process holds the folder, or the system does not allow it.
    """
    with working():
        found: dict[str, list[Path]] = {}
        for folder in models_folder().glob("*--*"):
            whole = folder.name.removeprefix(INCOMING)
            given, _, tag = whole.partition("--")
            if given.casefold() == plain_name(name) and pretrained in (None, tag):
                found.setdefault(f"{given} {tag}", []).append(folder)
        if not found:
            label = f"{name} {pretrained}" if pretrained else name
            raise UsageError(f"{label} is not installed", hint="see: bestlight models list")
        if len(found) > 1:
            raise UsageError(
                f"there is more than one {name}: {', '.join(found)}", hint="add --pretrained TAG"
            )
        label, folders = found.popitem()
        freed = sum(size_on_disk(folder) for folder in folders)
        for folder in folders:
            discard(folder)
        return label, freed


def chosen(name: str | None, pretrained: str | None) -> tuple[Installed, ...]:
    """The installed models of that name and tag; all of them where none is given.

    Raises:
        UsageError: a name is given and nothing of it is installed.
    """
    found = tuple(
        record
        for record in installed_models()
        if (name is None or record.name.casefold() == plain_name(name))
        and pretrained in (None, record.pretrained)
    )
    if name is not None and not found:
        raise UsageError(f"{name} is not installed", hint="see: bestlight models list")
    return found


def amount(size: int) -> str:
    """Bytes in words: "6 B", "320 kB", "605 MB", "1.7 GB"."""
    if size < 1000:
        return f"{size} B"
    for unit, step in (("kB", 1e3), ("MB", 1e6)):
        if size < 999.5 * step:
            return f"{size / step:.0f} {unit}"
    return f"{size / 1e9:.1f} GB"


def plain_name(name: str) -> str:
    """A model's name as names are compared: "ViT-B/32" is "vit-b-32"."""
    return name.strip().replace("/", "-").casefold()
