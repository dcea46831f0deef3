"""The menu of programs that a LUT can be installed for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.models.delivery import DeliveryModel
from ui.models.install_places import PROGRAMS, Program, find_folder
from ui.window import asking


def install_menu(delivery: DeliveryModel, parent: QWidget, *, accept_faults: bool) -> QMenu:
    """A menu of programs; where a program's folder is not known, one is asked for.

    Args:
        delivery: writes the LUT.
        parent: the window.
        accept_faults: write it even with a fault.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)

    def install(program: Program) -> None:
        folder = find_folder(program, technical=delivery.technical)
        folder = folder or asking.folder(parent, delivery.near)
        if folder is not None:
            delivery.install(program, folder, accept_faults=accept_faults)

    for program in PROGRAMS:
        folder = find_folder(program, technical=delivery.technical)
        choose = QCoreApplication.translate("Install", "%1, into a folder…")
        text = program.name if folder else choose.replace("%1", program.name)
        action = menu.addAction(text, lambda program=program: install(program))
        action.setToolTip(str(folder) if folder else QCoreApplication.translate(
            "Install", "Its folder is not known here"))  # fmt: skip
    return menu
