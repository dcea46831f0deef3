"""How much memory large files and long lists take."""
