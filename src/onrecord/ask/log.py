"""What was done to a record."""

from onrecord.store.found import Log
from onrecord.store.store import Store


def list_events(store: Store, most: int = 50) -> Log:
    """The last so many events, the newest first."""
    return Log(tuple(store.load_events(most)))
