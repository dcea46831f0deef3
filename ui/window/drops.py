"""What a drop or the clipboard brings: files, and a sentence about what is none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def files_of(data: QMimeData) -> list[Path]:
    """The local files among what is dropped or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def has_something(data: QMimeData) -> bool:
    """Whether it is worth a look: files, addresses, a picture or text."""
    return data.hasUrls() or data.hasImage() or data.hasText()


def remote_of(data: QMimeData) -> list[str]:
    """Addresses that are no files of this machine; a browser gives them as text, too."""
    urls = [url.toString() for url in data.urls() if not url.isLocalFile()]
    text = data.text().strip()
    return urls or ([text] if text.startswith(("http://", "https://")) else [])
