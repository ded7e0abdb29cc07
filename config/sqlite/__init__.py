"""SQLite, with writers that queue fairly."""
