"""FollowTheMoney, one entity a line, for Aleph, OpenAleph, yente and the like.

A document is an Article; whoever it names is a Person, Organization, PublicBody or LegalEntity and a Mention that leads
there; a statement that is asserted, of a speaker by name, is a Documentation: the edge between both, with the words.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from onrecord.show.export import to_line
from onrecord.show.exports.form import NOTE, Format
from onrecord.types import Entity

if TYPE_CHECKING:
    from onrecord.store.outgoing import Filed
    from onrecord.store.store import Store

SCHEMATA = {
    "person": "Person",
    "organisation": "Organization",
    "state": "PublicBody",
    "outlet": "Organization",
    "group": "Organization",
    "other": "LegalEntity",
    "place": "LegalEntity",
}
"""Of entities with a name, by kind; of places only those that speak, for a place by itself is nobody there."""
_Actors = dict[int, tuple[str, str]]
_LANGUAGES = dict(
    pair.split(":")
    for pair in (
        "ar:ara az:aze be:bel bg:bul bs:bos cs:ces da:dan de:deu el:ell en:eng es:spa et:est fa:fas fi:fin fr:fra "
        "he:heb hi:hin hr:hrv hu:hun hy:hye id:ind it:ita ja:jpn ka:kat kk:kaz ko:kor lt:lit lv:lav mk:mkd nl:nld "
        "no:nor pl:pol pt:por ro:ron ru:rus sk:slk sl:slv sq:sqi sr:srp sv:swe th:tha tr:tur uk:ukr ur:urd uz:uzb "
        "vi:vie zh:zho"
    ).split()
)
"""ISO 639-1 to 639-3, which FollowTheMoney takes."""


def write(record: "Store", stream: IO[str], quotes_only: bool) -> int:
    count = 0
    actors: _Actors = {}
    for filed in record.list_filed():
        count += 1
        for entity in list_proxies(filed, actors, quotes_only):
            stream.write(to_line(entity) + "\n")
    return count


def list_proxies(filed: "Filed", actors: _Actors, quotes_only: bool = False) -> Iterator[dict[str, Any]]:
    """A document, whom it names and what they say.

    `actors` holds id and schema of those who were met in earlier documents, and is added to: whoever stands as one
    with others has the id of the first of them in every document. What is told of them is merged by id, as is usual
    with FollowTheMoney.
    """
    reading = filed.reading
    document = reading.document
    article = _make_id("article", filed.address, document.sha256)
    speaking = {s.speaker for s in reading.statements}
    ids: dict[str, str] = {}
    yield _proxy(
        article,
        "Article",
        title=document.title or document.id,
        author=document.author,
        publisher=document.outlet,
        sourceUrl=_check_url(document.url),
        publishedAt=_check_date(document.published),
        retrievedAt=_check_date(document.retrieved.isoformat() if document.retrieved else None),
        language=_LANGUAGES.get(document.language or ""),
        bodyText=None if quotes_only else document.text,
        processingAgent=reading.run.reader,
        processedAt=_check_date(filed.made),
        description=NOTE,
        notes="\n".join(map(str, filed.notices)),
    )
    for entity in reading.entities:
        if not entity.named or not entity.name.strip() or (entity.kind == "place" and entity.id not in speaking):
            continue
        schema = SCHEMATA[entity.kind]
        key = (entity.identifier, schema) if entity.identifier else (article, entity.id)
        own = _make_id("entity", *key)
        if actor := filed.actors.get(entity.id):
            # The kind of the first holds for all, for FollowTheMoney does not merge a Person with an Organization.
            own, schema = actors.setdefault(actor, (own, schema))
        ids[entity.id] = own
        yield _proxy(own, schema, name=entity.name, wikidataId=_find_wikidata(entity), proof=article)
        yield _proxy(
            _make_id("mention", article, entity.id),
            "Mention",
            document=article,
            name=entity.name,
            resolved=own,
            detectedSchema=schema,
        )
    for s in reading.statements:
        if s.asserted and s.speaker in ids:
            yield _proxy(
                _make_id("statement", article, reading.run.reader, reading.run.weights, s.id),
                "Documentation",
                document=article,
                entity=ids[s.speaker],
                role="speaker",
                date=_check_date(s.said.start if s.said and s.said.start else document.published),
                summary=reading.quote(s.content or s.cue or s.source),
                recordId=s.id,
                publisher=document.outlet,
                sourceUrl=_check_url(document.url),
                proof=article,
            )


def _proxy(own: str, schema: str, **properties: str | None) -> dict[str, Any]:
    filled = {name: [_clean(value)] for name, value in properties.items() if value and _clean(value)}
    return {"id": own, "schema": schema, "properties": filled}


def _clean(value: str) -> str:
    """Without what FollowTheMoney takes away itself, so that what is written is what is read."""
    return re.sub("[\\0\ud800-\udfff]", "\ufffd", value).strip()


def _make_id(*parts: str) -> str:
    """The same for the same thing, whichever record it is taken from."""
    return f"onrecord-{hashlib.sha1(repr(parts).encode()).hexdigest()}"


def _find_wikidata(entity: Entity) -> str | None:
    match = re.fullmatch(r"wikidata:(Q\d+)", entity.identifier or "")
    return match[1] if match else None


def _check_url(url: str | None) -> str | None:
    return url if url and re.fullmatch(r"https?://[^\s/]+(/\S*)?", url) else None


def _check_date(moment: str | None) -> str | None:
    """ISO 8601 as far as FollowTheMoney has it: a prefix of a date-time, in UTC, to the second."""
    match = re.match(r"\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d)?)?)?)?)?", moment or "")
    return match[0] if match else None


FTM = Format(".ftm.json", write)
