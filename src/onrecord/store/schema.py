"""The tables of a record, the same on SQLite and PostgreSQL; a comment says where a column comes from.

Plain tables with integer keys, foreign keys and ISO dates, so that the file opens in any tool (Datasette, a notebook).
Words are kept once, in `documents.text`: every quotation is a span of it. Times are UTC, `YYYY-MM-DDTHH:MM:SS+00:00`,
but for those of the text, which are as the reader gives them.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

VERSION = 1
"""Of the schema; `migrations` leads from every earlier one to it."""

metadata = MetaData()
# Tables whose key is no number of their own are kept in its order on SQLite: without it they would be there twice.


def _link(to: str) -> ForeignKey:
    return ForeignKey(f"{to}.id", ondelete="CASCADE")


def _index_known(table: str, column: str) -> Index:
    """An index of the rows that have a value there: most have none."""
    there = text(f"{column} IS NOT NULL")
    return Index(f"{table}_with_{column}", column, sqlite_where=there, postgresql_where=there)


record = Table(
    "record",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    comment="What this is: application, schema version, when it was begun.",
)
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("next", Integer, nullable=False),
    comment="The next key of a table whose rows are written many at once, and of `changes`, which counts them.",
)
runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reader", Text, nullable=False),
    Column("weights", Text, nullable=False),
    Column("settings", Text, nullable=False, comment="JSON object"),
    UniqueConstraint("reader", "weights", "settings"),
    comment="Which reader, weights and settings made a reading.",
)
witnesses = Table(
    "witnesses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("head_id", Integer, comment="the earliest document of the group; no foreign key, the two need each other"),
    Column("family", Integer, nullable=False, server_default="0", index=True,
           comment="the same for groups that texts link: grouped anew together when one is added or goes"),
    comment="Near-identical texts are one witness: wire copy and light edits.",
)  # fmt: skip
documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False, comment="what tells it from others: its URL, else the caller's id or path"),
    Column("version", Integer, nullable=False, comment="1 for the first text at the address, 2 for a changed one"),
    Column("sha256", Text, nullable=False),
    Column("key", Text, nullable=False, comment="the id of the public form"),
    Column("origin", Text, comment="as a person named the input"),
    Column("url", Text),
    Column("title", Text),
    Column("author", Text),
    Column("outlet", Text),
    Column("published", Text, comment="ISO, as exact as the page says"),
    Column("published_day", Text, comment="the first day that it may mean, YYYY-MM-DD"),
    Column("retrieved", Text),
    Column("recorded", Text, nullable=False, comment="when it was added"),
    Column("language", Text),
    Column("parts", Text, nullable=False, comment="JSON [[kind, start, end], ...]"),
    Column("edits", Text, nullable=False, comment="JSON [[start, end, raw], ...]"),
    Column("warnings", Text, nullable=False, comment="JSON [line, ...]"),
    Column("witness_id", ForeignKey("witnesses.id"), index=True),
    Column("removed", Text, comment="when a person took it out"),
    Column("removed_reason", Text),
    Column("text", Text, comment="NULL once removed; last, for SQLite walks through it to any column behind it"),
    UniqueConstraint("address", "version"),
    Index("documents_by_hash", "sha256"),
    Index("documents_by_day", "published_day"),
    Index("documents_by_outlet", "outlet"),
)
pages = Table(
    "pages",
    metadata,
    Column("digest", Text, primary_key=True, comment="SHA-256 of the input's bytes and of where they came from"),
    Column("document_id", _link("documents"), nullable=False),
    Column("run_id", _link("runs"), nullable=False),
    comment="Inputs already read: the same bytes again need not be parsed.",
    sqlite_with_rowid=False,
)
readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", _link("documents"), nullable=False),
    Column("run_id", ForeignKey("runs.id"), nullable=False),
    Column("made", Text, nullable=False),
    Column("current", Boolean(create_constraint=False), nullable=False, comment="false once another run superseded it"),
    Column("event_id", ForeignKey("events.id", ondelete="SET NULL"), comment="by which it came; see onrecord log"),
    UniqueConstraint("document_id", "run_id"),
)
actors = Table(
    "actors",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False, comment="the fullest form by which its entities are named"),
    Column("identifier", Text),
    Column("entities", Integer, nullable=False, comment="how many entities of current readings it holds"),
    Column("head_id", Integer, comment="the entity by which it is judged; no foreign key, the two need each other"),
    Column(
        "days",
        Text,
        comment="on which its texts were published, ISO 8601: one, or the first and the last with / between",
    ),
    Column(
        "portrait",
        Text,
        nullable=False,
        server_default="{}",
        comment="JSON: what its entities are told by; drawn anew from them",
    ),
    _index_known("actors", "identifier"),
    comment="Entities of different documents that stand as one, as judgements have it now: made anew from them, "
    "never merged.",
)
names = Table(
    "names",
    metadata,
    Column("actor_id", _link("actors"), primary_key=True),
    Column("folded", Text, primary_key=True, index=True, comment="lower case, without accents and titles"),
    Column(
        "way",
        Text,
        primary_key=True,
        comment="full: so it is named; else part of a name, by which it is found: surname, core, acronym, last, sound",
    ),
    Column("name", Text, nullable=False, comment="as printed; of a part, the whole name"),
    comment="What an actor is called, and the forms by which it is looked up.",
    sqlite_with_rowid=False,
)
entities = Table(
    "entities",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reading_id", _link("readings"), nullable=False, index=True),
    Column("number", Text, nullable=False, comment="its id in the public form, e1"),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("named", Boolean(create_constraint=False), nullable=False),
    Column("identifier", Text),
    Column("size", BigInteger, comment="how many an unnamed group is, where the text says so"),
    Column("why_unnamed", Text, nullable=False, comment="JSON [[start, end], ...]"),
    Column("actor_id", ForeignKey("actors.id", ondelete="SET NULL"), index=True),
)
reasons = Table(
    "reasons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("words", Text, nullable=False, unique=True),
    comment="Why a judgement was made, each reason once.",
)
judgements = Table(
    "judgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entity_id", _link("entities"), nullable=False, index=True),
    Column(
        "other_id", _link("entities"), nullable=False, index=True, comment="the head of the actor it was held to be"
    ),
    Column("same", Boolean(create_constraint=False), nullable=False),
    Column("probability", Float, nullable=False, comment="that the two are one"),
    Column("reason_id", ForeignKey("reasons.id"), nullable=False),
    Column("run_id", ForeignKey("runs.id"), comment="of the machine that made it; NULL: a person made it"),
    Column("at", Text, comment="when a person made it; the machine's are of the time of the entity's reading"),
    Column("current", Boolean(create_constraint=False), nullable=False, comment="false once taken back or superseded"),
    comment="That two entities are one, or not. Nobody is merged: actors come from these.",
)
mentions = Table(
    "mentions",
    metadata,
    Column("entity_id", _link("entities"), primary_key=True),
    Column("place", Integer, primary_key=True, comment="1 for the first of an entity"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("form", Text, nullable=False),
    sqlite_with_rowid=False,
)
statements = Table(
    "statements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reading_id", _link("readings"), nullable=False, index=True),
    Column("document_id", _link("documents"), nullable=False, index=True),
    Column("current", Boolean(create_constraint=False), nullable=False, comment="as its reading is"),
    Column("number", Text, nullable=False, comment="its id in the public form, s1"),
    Column("manner", Text, nullable=False),
    Column("asserted", Boolean(create_constraint=False), nullable=False),
    Column("part", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("speaker_id", ForeignKey("entities.id"), index=True),
    Column("speaker_confidence", Float),
    Column("mention_start", Integer, comment="the mention in the source that was led to the speaker"),
    Column("mention_end", Integer),
    Column("on_behalf_of_id", ForeignKey("entities.id")),
    Column("addressee_id", ForeignKey("entities.id")),
    Column("standing", Text),
    Column("parent_id", ForeignKey("statements.id")),
    Column("echo_of_id", ForeignKey("statements.id", ondelete="SET NULL"),
           comment="the same words in the head of its witness: this one is a copy"),
    *(_index_known("statements", name) for name in ("addressee_id", "parent_id", "echo_of_id")),
)  # fmt: skip
spans = Table(
    "spans",
    metadata,
    Column("statement_id", _link("statements"), primary_key=True),
    Column("place", Integer, primary_key=True, comment="1 for the first of a statement, by role"),
    Column("role", Text, nullable=False, comment="source, cue, content, role or via"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    CheckConstraint('start < "end"', name="spans_hold_words"),
    sqlite_with_rowid=False,
)
candidates = Table(
    "candidates",
    metadata,
    Column("statement_id", _link("statements"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("entity_id", _link("entities"), nullable=False),
    comment="Whom a source may mean, likeliest first, where none is sure enough.",
    sqlite_with_rowid=False,
)
mentioned = Table(
    "mentioned",
    metadata,
    Column("statement_id", _link("statements"), primary_key=True),
    Column("entity_id", _link("entities"), primary_key=True, index=True),
    comment="Entities that a statement's content mentions: whom it is about.",
    sqlite_with_rowid=False,
)
times = Table(
    "times",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("statement_id", _link("statements"), nullable=False, index=True),
    Column("kind", Text, nullable=False, comment="said, or refers to"),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("start", Text, comment="the first moment, ISO 8601; NULL where open or not known"),
    Column("end", Text, comment="the first moment after"),
    Column("granularity", Text),
    Column("how", Text, nullable=False),
    Column("reason", Text),
    Column("pattern", Text),
    Column("end_early", Text),
    Column("zone", Text),
    Index("times_by_start", "kind", "start"),
)
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="add, update, follow, unfollow, import, review, note, remove ..."),
    Column("summary", Text, nullable=False),
    Column("run_id", ForeignKey("runs.id")),
    Column("ended", Text, comment="NULL while it goes on, and where it was cut off"),
    Column("counts", Text, comment="JSON {outcome: how many inputs}, as last noted"),
    comment="What was done to the record, and when.",
)
skips = Table(
    "skips",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", _link("events"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    comment="Inputs that could not be read.",
)
signatures = Table(
    "signatures",
    metadata,
    Column("document_id", _link("documents"), primary_key=True),
    Column("minhash", LargeBinary, nullable=False),
    Column("shingles", Integer, nullable=False, comment="how many different stretches of words the text has"),
    comment="By which near-identical texts are told.",
)
bands = Table(
    "bands",
    metadata,
    Column("hash", Integer, primary_key=True),
    Column("document_id", _link("documents"), primary_key=True),
    comment="Values of signatures: texts that share two or more are compared.",
    sqlite_with_rowid=False,
)
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", _link("documents"), nullable=False, index=True),
    Column("statement_id", ForeignKey("statements.id", ondelete="SET NULL"), index=True,
           comment="of the current reading; NULL: orphaned, for no statement has these words at this place"),
    Column("place", Text, nullable=False, comment="JSON [[start, end], ...]: the content that was reviewed"),
    Column("verdict", Text, nullable=False, comment="accept, correct or reject"),
    Column("correction", Text, comment="JSON object of what is otherwise"),
    Column("maker", Text, nullable=False, comment="who reviewed it"),
    Column("made", Text, nullable=False),
    Column("note", Text),
    Column("superseded_by_id", ForeignKey("reviews.id", ondelete="SET NULL"), index=True,
           comment="a later review of the same words; NULL: this one holds"),
    comment="A person's verdicts on statements, kept beside them.",
)  # fmt: skip
notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", _link("documents"), nullable=False, index=True,
           comment="on which it was noted; it is of all texts of that address"),
    Column("kind", Text, nullable=False, comment="correction or retraction"),
    Column("words", Text, nullable=False, comment="what the outlet says, as a person noted it"),
    Column("at", Text, comment="when it was published, ISO, as exact as is known"),
    Column("address", Text, comment="where it was published"),
    Column("maker", Text, comment="who noted it"),
    Column("made", Text, nullable=False),
    comment="Corrections and retractions that outlets published.",
)  # fmt: skip
feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False, unique=True),
    Column("title", Text),
    Column("followed", Text, nullable=False, comment="since when"),
    Column("checked", Text, comment="when it was last asked for"),
    Column("etag", Text, comment="makes the next request conditional, as the next column"),
    Column("modified", Text),
    Column("failures", Integer, nullable=False, comment="in a row"),
    Column("error", Text, comment="of the last request"),
    comment="Feeds that `onrecord update` asks for what is new.",
)
entries = Table(
    "entries",
    metadata,
    Column("feed_id", _link("feeds"), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("found", Text, nullable=False),
    Column("tries", Integer, nullable=False, comment="requests that failed; after three it is left alone"),
    Column("done", Boolean(create_constraint=False), nullable=False),
    comment="Articles that feeds have named.",
)
COUNTED = (actors, documents, entities, readings, statements, witnesses)
"""Tables whose keys are given out by `counters`: their rows refer to each other before they are written."""
