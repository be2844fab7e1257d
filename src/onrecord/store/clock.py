"""What time it is."""

from datetime import UTC, datetime


def now() -> str:
    """This second, in UTC, as a record keeps it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
