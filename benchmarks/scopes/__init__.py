"""How fast the viewer and its scopes are."""
