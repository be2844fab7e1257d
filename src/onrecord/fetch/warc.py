"""Web archives (WARC 1.0 and 1.1, ISO 28500) -> the Pages in them, one record after the other.

Records are cut out here and not by a library: the fast ones end at the first record that is broken, take a body that
was cut off for a whole one, and with a length that is too large swallow the record after it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from onrecord.errors import FetchError
from onrecord.fetch.coding import CodingError, decode_body
from onrecord.fetch.members import DICTIONARY_MARK, ZSTD_MARK, DamagedError, Gap, Member, Source, read_members
from onrecord.fetch.sniff import GZIP_MARK, HEAD_BYTES, name_binary
from onrecord.fetch.web import find_charset, find_kind
from onrecord.types import Page, Skipped

MAX_RECORD_BYTES = 20_000_000
"""Of a record as archived, and of the page in it when unpacked."""
MAX_BROKEN = 1_000
"""Records: an archive that has more is not read on."""

BROKEN = "broken"
"""What broken records are counted as."""

_START = b"WARC/"
_MAX_KINDS = 200
"""Of records passed over that are counted apart."""
_HEAD_BYTES = 65_536
"""Of a record or of an answer of HTTP; longer ones are broken."""
_PIECE_BYTES = 65_536
_RECORD = re.compile(rb"WARC/[01]\.\d\d?\r?\n(?=[Ww][Aa][Rr][Cc]-|[Cc]ontent-)")
_RECORD_BYTES = 20
_INNER = re.compile(rb"\n\r?\n" + _RECORD.pattern)
# Two line ends stand behind a block, or what careless programs write.
_AFTER = re.compile(rb"(?:\r?\n){2}|(?:\r?\n)?(?:WARC/|$)")
_AFTER_BYTES = 7
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_STARTS_AS_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[a-zA-Z!?]|%PDF-|[ -~]{32})")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")

_Fields = dict[str, str]


class _BrokenError(Exception):
    """A record that cannot be read; the message says why."""


def read_warc(name: str, archive: Source, passed: Counter[str] | None = None) -> Iterator[Page | Skipped]:
    """The pages of an archive: answers of HTTP with status 200 that hold HTML, plain text or PDF.

    It may be compressed by gzip or zstd. A page is named `name#offset`, by the byte at which its record begins, or the
    compressed member that holds it (`+offset` in that, where it is not the first). Its address and the time at which it
    was fetched are the record's.

    Other records are passed over without a word and counted in `passed`, by what they are. A broken record (counted as
    such), one that is too large and one that the archiver cut short are Skipped, and those behind them are read. One
    record is in memory at a time. Raises FetchError where there is no page in the archive, or too much is broken.
    """
    passed = Counter() if passed is None else passed
    head = archive.peek(_HEAD_BYTES)
    if not (_RECORD.search(head) or head.startswith((GZIP_MARK, ZSTD_MARK, DICTIONARY_MARK))):
        raise FetchError(name, "no web archive (WARC), whatever it is called; check what it is")
    is_empty = True
    for item in _read_all(name, archive, passed):
        is_empty = False
        yield item
        if passed[BROKEN] > MAX_BROKEN:
            reason = f"more than {MAX_BROKEN:,} broken records, and the rest is not read; get it once more"
            raise FetchError(name, reason)
    if is_empty:
        others = ", ".join(f"{number:,} {what}" for what, number in passed.most_common(4))
        raise FetchError(name, f"a web archive without a page ({others or 'empty'}); give one that holds pages")


def _read_all(name: str, archive: Source, passed: Counter[str]) -> Iterator[Page | Skipped]:
    for member in read_members(archive, _START):
        if isinstance(member, Gap):
            size = member.end - member.start
            yield _count_broken(passed, f"{name}#{member.start}", f"{size:,} bytes that are no record, passed over")
        else:
            yield from _read_member(name, member, passed)


def _read_member(name: str, member: Member, passed: Counter[str]) -> Iterator[Page | Skipped]:
    """What the records of a member hold; those of an archive that is not compressed are in one."""
    source = member.source
    place = f"{name}#{member.offset}"
    try:
        while _skip_blank(source):
            if source.at:
                place = f"{name}#{member.offset}+{source.at}" if member.is_packed else f"{name}#{source.at}"
            try:
                found = _read_record(place, source)
            except _BrokenError as error:
                yield _count_broken(passed, place, str(error))
                source.seek(_RECORD, _RECORD_BYTES)
                continue
            if isinstance(found, str):
                passed[found if found in passed or len(passed) < _MAX_KINDS else "of other types"] += 1
            else:
                yield found
    except DamagedError as error:
        yield _count_broken(passed, place, f"a damaged record ({error})")


def _count_broken(passed: Counter[str], place: str, reason: str) -> Skipped:
    passed[BROKEN] += 1
    return Skipped(place, "fetch", f"{reason}; get the archive once more")


def _skip_blank(source: Source) -> bool:
    """Go to what comes after blank lines; whether there is anything."""
    while (head := source.peek(_HEAD_BYTES)) and not head.strip(b"\r\n"):
        source.take(len(head))
    source.take(len(head) - len(head.lstrip(b"\r\n")))
    return bool(head)


def _read_record(place: str, source: Source) -> Page | Skipped | str:
    """The page in the next record, or what it is that is passed over. Raises _BrokenError and DamagedError."""
    fields, length = _read_head(source)
    start = source.peek(min(length, _HEAD_BYTES))
    page = _look_at_response(fields, start)
    if length > MAX_RECORD_BYTES:
        _skip_block(source, length)
        too_large = f"a record of {length:,} bytes, more than {MAX_RECORD_BYTES:,}; save what matters of it as a file"
        return page if isinstance(page, str) else Skipped(place, "fetch", too_large)
    block = source.take(length)
    if len(block) < length or not _AFTER.match(source.peek(_AFTER_BYTES)) or _INNER.search(block):
        source.put_back(block)  # the next record may be in it
        what = f"breaks off after {len(block):,} of" if len(block) < length else "is not of the"
        raise _BrokenError(f"a record that {what} {length:,} bytes that it says to have")
    if isinstance(page, str):
        return page
    status_and_fields, body = page
    return _make_page(place, fields, status_and_fields, block[body:])


def _read_head(source: Source) -> tuple[_Fields, int]:
    """The fields of a record and the length of its block, at which the source then stands."""
    head = source.peek(_HEAD_BYTES)
    if not head.startswith(_START):
        raise _BrokenError("bytes that are no record, passed over")
    end = _BLANK_LINE.search(head)
    if end is None or _RECORD.search(head, len(_START), end.start()):
        source.take(len(_START))
        raise _BrokenError("a record whose header does not end")
    fields = _read_fields(head[: end.start()])
    length = fields.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,18}", length):
        source.take(len(_START))
        raise _BrokenError("a record that does not say how long it is")
    source.take(end.end())
    return fields, int(length)


def _skip_block(source: Source, length: int) -> None:
    """Pass a block without holding it; where another record begins in it, its length was wrong."""
    left = length
    while left:
        piece = source.peek(min(left, _PIECE_BYTES))
        if not piece:
            raise _BrokenError(f"a record that breaks off before its {length:,} bytes")
        if inner := _RECORD.search(piece):
            source.take(inner.start())
            raise _BrokenError(f"a record that is not of the {length:,} bytes that it says to have")
        done = len(piece) - (_RECORD_BYTES if len(piece) == _PIECE_BYTES and left > _PIECE_BYTES else 0)
        source.take(done)
        left -= done


def _read_fields(head: bytes) -> _Fields:
    """The fields of a header, by their names in small letters; of several of one name the first."""
    fields: _Fields = {}
    unfolded = re.sub(r"\r?\n[ \t]+", " ", head.decode("utf-8", "replace"))
    for line in unfolded.split("\n")[1:]:
        key, colon, value = line.partition(":")
        if colon:
            fields.setdefault(key.strip().lower(), value.strip())
    return fields


def _look_at_response(fields: _Fields, block: bytes) -> tuple[_Fields, int] | str:
    """The fields of HTTP in a block that may hold a page, and where its body begins; or what else it is."""
    if (kind := fields.get("warc-type", "").lower()) != "response":
        return kind if kind.isalpha() and len(kind) < 20 else "of no type"
    status, end = _STATUS.match(block), _BLANK_LINE.search(block)
    if status is None or end is None:
        return "without HTTP"
    if status[1] != b"200":
        return f"status {status[1].decode()}"
    http = _read_fields(block[: end.start()])
    if _path_of(_address_of(fields)) == "/robots.txt":
        return "robots.txt"
    essence = _essence_of(http)
    if find_kind(essence, b"") is None:
        return essence if len(essence) < 60 and essence.isprintable() else "of another type"
    return http, end.end()


def _make_page(place: str, fields: _Fields, http: _Fields, body: bytes) -> Page | Skipped | str:
    if cut := fields.get("warc-truncated"):
        why = "".join(c for c in cut[:40] if c.isprintable())
        return Skipped(place, "fetch", f"a page that the archiver cut short ({why}); fetch it from its address")
    try:
        body = _decode(body, http)
    except CodingError as error:
        return Skipped(place, "fetch", f"a page whose compressed form {error}; fetch it from its address")
    if len(body) > MAX_RECORD_BYTES:
        return Skipped(place, "fetch", f"a page that unpacks to more than {MAX_RECORD_BYTES:,} bytes")
    if not body.strip():
        return "empty"
    kind = find_kind(_essence_of(http), body[:HEAD_BYTES])
    if kind is None:
        return "of another type"
    charset = find_charset(http.get("content-type", ""))
    return Page(place, body, kind, _address_of(fields) or None, charset, _read_date(fields.get("warc-date", "")))


def _decode(body: bytes, http: _Fields) -> bytes:
    """The body as its server had it. Many archives hold it so, and the header says still how it was sent."""
    try:
        return decode_body(body, http.get("content-encoding", ""), http.get("transfer-encoding", ""), MAX_RECORD_BYTES)
    except CodingError:
        if name_binary(body[:HEAD_BYTES]) is None and _STARTS_AS_TEXT.match(body):
            return body
        raise


def _essence_of(http: _Fields) -> str:
    return http.get("content-type", "").partition(";")[0].strip().lower()


def _address_of(fields: _Fields) -> str:
    return fields.get("warc-target-uri", "").strip("<>")  # some programs write it in brackets


def _path_of(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _read_date(date: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(date)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
