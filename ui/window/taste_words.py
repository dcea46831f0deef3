"""What the user's votes come to, in words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui.models.taste import ENOUGH, Taste

_FIGURES = {
    "contrast": QT_TRANSLATE_NOOP("Taste", "contrast"),
    "palette removed": QT_TRANSLATE_NOOP("Taste", "nearness to the references' colours"),
    "chroma gap": QT_TRANSLATE_NOOP("Taste", "colourfulness unlike the references'"),
    "black gap": QT_TRANSLATE_NOOP("Taste", "black unlike the references'"),
    "grey cast": QT_TRANSLATE_NOOP("Taste", "greys off the references' light"),
    "gain": QT_TRANSLATE_NOOP("Taste", "texture made stronger"),
}
_TOLD = 3


def taste_words(taste: Taste | None) -> str:
    """How many votes there are, what they teach, and whether it is of use."""
    translate = QCoreApplication.translate
    if taste is None or taste.votes < ENOUGH:
        said = translate("Taste", "Votes so far: %1; from %2 on they may order the candidates.")
        return said.replace("%1", str(taste.votes if taste else 0)).replace("%2", str(ENOUGH))
    said = translate(
        "Taste", "Of %1 votes, when kept from it, your order foretells %2 %, the usual one %3 %."
    )
    for place, number in enumerate((taste.votes, 100 * taste.foretold, 100 * taste.usual), 1):
        said = said.replace(f"%{place}", f"{number:.0f}")
    if not taste.is_of_use:
        return said + " " + translate("Taste", "It is not of use yet.")
    return said + " " + translate("Taste", "You mind: ") + _leanings(taste)


def _leanings(taste: Taste) -> str:
    """What moved most from the usual, each with the way it went."""
    from core.solve.candidates import WEIGHTS

    translate = QCoreApplication.translate
    moved = {name: taste.weights[name] / usual - 1 for name, usual in WEIGHTS.items()}
    most = sorted(moved, key=lambda name: -abs(moved[name]))[:_TOLD]
    more, less = translate("Taste", "%1 more"), translate("Taste", "%1 less")
    return ", ".join(
        (more if moved[name] > 0 else less).replace("%1", translate("Taste", str(_FIGURES[name])))
        for name in most
        if name in _FIGURES
    )
