"""The record: what was read, kept in a database (SQLite or PostgreSQL), found again and corrected."""
