"""Installing a model: from the network or from a file, checked before it counts as there."""

from __future__ import annotations

import datetime
import hashlib
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import BestlightError, Cancelled, reason
from core.files import make_folder
from core.models import store
from core.models.catalogue import Model
from core.models.download import Patience, Remote, fetch, look
from core.models.store import Installed
from core.progress import Progress

PART = "weights.part"
ROOM = 64 << 20  # bytes that stay free on the disk


@dataclass(frozen=True)
class InstallPlan:
    """An installation that can be asked about and then carried out.

    Attributes:
        model: what is installed.
        source: address or file that it comes from.
        size: bytes; None where the server does not say.
        sha256: what the file must have; None where nobody said it beforehand.
        known_by: who said so: "catalogue", "server" or "nobody".
        remote: what the server says; None for a file.
        kept: bytes that an interrupted download has left.
    """

    model: Model
    source: str
    size: int | None
    sha256: str | None
    known_by: str
    remote: Remote | None
    kept: int


def plan_download(
    model: Model, url: str | None, progress: Progress, patience: Patience | None = None
) -> InstallPlan:
    """Ask the model's addresses, or `url` instead, for its size and checksum.

    Raises:
        UsageError: an address is not safe, or none is known.
        BestlightError: the server cannot be reached, has no such file, or has another one.
        Cancelled: the user stopped it.
    """
    progress.stage(f"Asking for {model.label}")
    remote = look((url,) if url else model.urls, patience or Patience(), progress)
    if model.sha256 and remote.sha256 not in (None, model.sha256):
        raise BestlightError(
            f"{remote.url} is another file than the catalogue's: sha256 {remote.sha256}",
            hint=f"the catalogue's has {model.sha256}",
        )
    known_by = "catalogue" if model.sha256 else "server" if remote.sha256 else "nobody"
    sha256 = model.sha256 or remote.sha256
    part = store.incoming_of(model.name, model.pretrained) / PART
    kept = part.stat().st_size if part.exists() else 0
    size = remote.size or model.size
    return InstallPlan(model, remote.url, size, sha256, known_by, remote, kept)


def plan_file(model: Model, file: Path) -> InstallPlan:
    """An installation from a file on this machine.

    Raises:
        BestlightError: there is no such file.
    """
    try:
        size = file.stat().st_size
        if not file.is_file():
            raise BestlightError(f"{file} is not a file", hint="give the model's weights")
    except OSError as error:
        raise BestlightError(
            f"cannot read {file}: {reason(error)}", hint="check the name and the folder"
        ) from error
    known_by = "catalogue" if model.sha256 else "nobody"
    return InstallPlan(model, str(file.absolute()), size, model.sha256, known_by, None, 0)


def carry_out(plan: InstallPlan, progress: Progress, patience: Patience | None = None) -> Installed:
    """Install what was planned.

    What is not whole and right is never seen as installed. An interrupted download is kept, to go
    on from; one that turns out wrong is removed.

    Args:
        plan: from `plan_download` or `plan_file`.
        progress: is told bytes.
        patience: how long to wait for the server.

    Raises:
        BestlightError: another installation is running, the disk has no room, the download does
            not come through or was stopped, or the file is not the model's.
    """
    model = plan.model
    with store.working():
        for there in store.installed_models():
            if (there.name, there.pretrained) == (model.name, model.pretrained):
                return there
        incoming = store.incoming_of(model.name, model.pretrained)
        part = incoming / PART
        _take_back(incoming)
        _check_room(plan.size, part.stat().st_size if part.exists() else 0)
        make_folder(incoming)
        try:
            sha256, known_by = _gather(plan, part, progress, patience or Patience())
            weights = _checked(plan, part, progress)
            return _published(plan, weights, sha256, known_by)
        except (Cancelled, KeyboardInterrupt) as stop:
            raise _stopped(plan, incoming) from stop
        except BestlightError as fault:
            _take_back(incoming)
            if plan.remote is None or isinstance(fault, _NotTheModelError) or _empty(part):
                store.discard(incoming)
            raise


def _empty(part: Path) -> bool:
    return not part.exists() or part.stat().st_size == 0


class _NotTheModelError(BestlightError):
    """What was gathered is of no use."""


def _take_back(incoming: Path) -> None:
    """Call what an interrupted check was looking at a part again."""
    for path in incoming.glob("weights.*"):
        if path.name.endswith((".safetensors", ".pt")):
            path.replace(incoming / PART)


def _check_room(size: int | None, have: int) -> None:
    folder = store.models_folder()
    needed = (size or 0) - have + ROOM
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BestlightError(
            f"the disk of {folder} has {store.amount(free)} free, the model needs "
            f"{store.amount(needed)}",
            hint=f"make room, or set {store.VARIABLE} to a folder on another disk",
        )


def _gather(
    plan: InstallPlan, part: Path, progress: Progress, patience: Patience
) -> tuple[str, str]:
    """Bring the file to `part`; its checksum, and who said it beforehand."""
    if plan.remote is None:
        sha256, said = _copied(Path(plan.source), part, progress), None
    else:
        sha256, remote = fetch(plan.remote, part, progress, patience)
        said = remote.sha256
    expected = plan.model.sha256 or said
    if expected not in (None, sha256):
        again = "run the command again; if it happens again, take the file from another place"
        raise _NotTheModelError(
            f"{plan.source} is not the file that was expected; nothing was installed: its sha256 "
            f"is {sha256}, not {expected}",
            hint=again if plan.remote else f"the right file is at {plan.model.urls[0]}",
        )
    return sha256, "catalogue" if plan.model.sha256 else "server" if said else "nobody"


def _copied(source: Path, part: Path, progress: Progress) -> str:
    progress.stage("Copying", source.stat().st_size)
    digest = hashlib.sha256()
    try:
        with source.open("rb") as file, part.open("wb") as copy:
            while block := file.read(store.CHUNK):
                copy.write(block)
                digest.update(block)
                progress.advance(len(block))
    except OSError as error:
        raise BestlightError(
            f"cannot copy {source} to {part}: {reason(error)}", hint="check that the disk has room"
        ) from error
    return digest.hexdigest()


def _checked(plan: InstallPlan, part: Path, progress: Progress) -> Path:
    """The weights under their own name, once they have loaded into the model."""
    from core.models.loading import is_safetensors, is_weights, load_towers, refuse_other_size

    if not is_weights(part):
        raise _NotTheModelError(
            f"{plan.source} is no file of weights; nothing was installed",
            hint="a checkpoint ends in .safetensors, .pt or .bin and is many megabytes long",
        )
    progress.stage(f"Loading {plan.model.label}")
    weights = part.with_name("weights.safetensors" if is_safetensors(part) else "weights.pt")
    part.replace(weights)
    try:
        towers = load_towers(plan.model.name, plan.model.pretrained, weights)
        refuse_other_size(towers, weights)
    except BestlightError as error:
        raise _NotTheModelError(
            f"{plan.source} is not {plan.model.name}; nothing was installed: {error.message}",
            hint=error.hint,
        ) from error
    return weights


def _published(plan: InstallPlan, weights: Path, sha256: str, known_by: str) -> Installed:
    model, incoming = plan.model, weights.parent
    place = store.place_of(model.name, model.pretrained)
    record = Installed(
        name=model.name,
        pretrained=model.pretrained,
        weights=weights.name,
        size=weights.stat().st_size,
        sha256=sha256,
        known_by=known_by,
        source=plan.source,
        licence=model.licence,
        card=model.card,
        installed=datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
        folder=incoming,
    )
    try:
        store.write_record(record)
        store.publish(incoming, place)
    except OSError as error:
        raise BestlightError(
            f"cannot write {place}: {reason(error)}", hint="check that you may write there"
        ) from error
    with suppress(OSError):
        (place / PART).with_suffix(".json").unlink(missing_ok=True)
    return replace(record, folder=place)


def _stopped(plan: InstallPlan, incoming: Path) -> BestlightError:
    """What is left of a stopped installation, and the words for it."""
    if plan.remote is None:
        store.discard(incoming)
        return Cancelled()
    _take_back(incoming)
    if _empty(incoming / PART):
        store.discard(incoming)
        return Cancelled()
    have = (incoming / PART).stat().st_size
    return BestlightError(
        f"stopped; nothing was installed, {store.amount(have)} of the download are kept",
        hint="the same command goes on from there; bestlight models remove takes them away",
    )
