"""The scopes: waveform, parade, vectorscope and histogram of the frame that is seen."""

from ui.scopes.scope_view import ScopesView
from ui.scopes.settings import Scope, ScopeSettings, Unit

__all__ = ["Scope", "ScopeSettings", "ScopesView", "Unit"]
