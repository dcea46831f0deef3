"""The window: widgets that show the view-models and hand on what the user does."""
