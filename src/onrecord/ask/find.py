"""What was said: words and filters -> a page of statements."""

from onrecord.store.found import Query, ResultPage
from onrecord.store.store import Store


def find(store: Store, query: Query) -> ResultPage:
    """One page of what a record has. Raises QueryError for a question that cannot be asked."""
    return store.search(query)
