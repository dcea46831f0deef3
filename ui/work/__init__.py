"""Long work off the window's thread: lanes, tickets, latest-wins."""

from ui.work.service import Failure, Ticket, Work

__all__ = ["Failure", "Ticket", "Work"]
