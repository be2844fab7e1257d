"""What a record has of one document."""

from onrecord.store.found import DocumentAnswer
from onrecord.store.store import Store


def describe(store: Store, name: str) -> DocumentAnswer:
    """A document by its number, id, address or file, the newest version first. Raises QueryError."""
    return store.load_document(store.find_document(name))
