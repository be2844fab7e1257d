"""Inputs as a person names them (files, folders, addresses, `-`) -> Pages, and a Skipped for what cannot be read."""

import codecs
import errno
import gzip
import io
import os
import re
import stat
import sys
import zlib
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Literal

from onrecord.errors import FetchError
from onrecord.fetch.members import Source
from onrecord.fetch.sniff import (
    FEED,
    HEAD_BYTES,
    UTF16_MARKS,
    is_feed,
    is_html,
    is_pdf,
    is_row,
    is_warc,
    name_binary,
)
from onrecord.fetch.warc import read_warc
from onrecord.fetch.web import fetch_page
from onrecord.types import Page, Skipped

MAX_TEXT_BYTES = 200_000_000
"""Of a text, or of one row of JSON Lines, after decompression."""
MAX_HTML_BYTES = 20_000_000
MAX_PDF_BYTES = 200_000_000

_Form = Literal["html", "pdf", "text", "rows"]
_Stream = BinaryIO | gzip.GzipFile

# What a folder is searched for, each with or without .gz (a web archive, .zst too). None: by its bytes.
_FORMS: dict[str, _Form | Literal["warc"] | None] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".txt": None,
    ".text": None,
    ".jsonl": "rows",
    ".ndjson": "rows",
    ".warc": "warc",
}


def gather(inputs: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Page | Skipped]:
    """Every input in its turn: one Page, or one for each row of JSON Lines or page of a web archive, or a Skipped that
    says why not.

    An input is an http or https address, a file (`.gz` is decompressed), a folder (searched in sorted order,
    hidden files and linked folders passed over), or `-` for `stdin`, which is sys.stdin's bytes if not given.
    Rows and archives are streamed. Nothing is decoded here.
    """
    for name in inputs:
        yield from _guard(name, _read_input(name, stdin))


def _guard(name: str, pages: Iterator[Page | Skipped]) -> Iterator[Page | Skipped]:
    """The pages, and a Skipped in place of the error that ends them."""
    try:
        yield from pages
    except FetchError as error:
        yield error.to_skipped()
    except (gzip.BadGzipFile, EOFError, zlib.error):
        yield Skipped(name, "fetch", "a damaged gzip file; get it once more")
    except OSError as error:
        yield Skipped(name, "fetch", _explain(error))


def _read_input(name: str, stdin: BinaryIO | None) -> Iterator[Page | Skipped]:
    scheme = re.match(r"\s*([a-z][a-z0-9+.-]*)://", name, re.IGNORECASE)
    if name == "-":
        yield from _read_stream(name, stdin or sys.stdin.buffer, None)
    elif scheme is None:
        yield from _read_path(name)
    elif scheme[1].lower() in ("http", "https"):
        yield fetch_page(name)
    else:
        raise FetchError(name, "only http and https addresses are read; give one of them, or a file")


def _read_path(name: str) -> Iterator[Page | Skipped]:
    if not name or "\0" in name:
        raise FetchError(name, "not the name of anything; give a file, a folder or an address")
    return _read_folder(name) if Path(name).is_dir() else _read_file(name)


def _read_file(name: str) -> Iterator[Page | Skipped]:
    path = Path(name)
    if path.is_symlink() and not path.exists():
        raise FetchError(name, "a link that leads nowhere; mend or remove it")
    if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe could wait for ever
        raise FetchError(name, "a pipe, a device or a linked folder; give a file, or what it holds as -")
    form = _FORMS.get(_suffix(name))
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        if is_warc(head):
            form = "warc"
        if form == "warc":
            yield from read_warc(name, Source(stream.read, head))
            return
    with gzip.open(path) if name.lower().endswith(".gz") else path.open("rb") as stream:
        yield from _read_stream(name, stream, form)


def _read_folder(name: str) -> Iterator[Page | Skipped]:
    """What its documents hold, those of a folder before those of the folders in it."""
    empty = True
    folders = [name]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted((e for e in found if not e.name.startswith(".")), key=lambda e: e.name)
            inner = [e.path for e in entries if e.is_dir(follow_symlinks=False)]
        except OSError as error:
            empty = False
            yield Skipped(folder, "fetch", _explain(error))
            continue
        folders += reversed(inner)
        for path in (e.path for e in entries if _suffix(e.name) in _FORMS and e.path not in inner):
            empty = False
            yield from _guard(path, _read_file(path))
    if empty:
        kinds = ", ".join(_FORMS)
        raise FetchError(name, f"a folder without documents ({kinds}, or these with .gz); name the files themselves")


def _read_stream(name: str, stream: _Stream, form: _Form | None) -> Iterator[Page | Skipped]:
    head = stream.read(HEAD_BYTES)
    if is_warc(head):
        yield from read_warc(name, Source(stream.read, head))
        return
    if is_feed(head):
        raise FetchError(name, FEED)
    if is_pdf(head):
        form = "pdf"
    elif form != "pdf" and (binary := name_binary(head)):
        raise FetchError(name, binary)
    start = head + stream.readline(MAX_TEXT_BYTES + 1)  # whole lines
    form = form or _guess_form(start)
    if form == "rows":
        yield from _read_rows(name, start, stream)
        return
    limit = {"html": MAX_HTML_BYTES, "pdf": MAX_PDF_BYTES}.get(form, MAX_TEXT_BYTES)
    data = start + stream.read(max(0, limit + 1 - len(start)))
    if len(data) > limit:
        mend = "save only the article" if form == "html" else "split it"
        raise FetchError(name, f"more than {limit:,} bytes of {form}; {mend}")
    if not data.strip():
        raise _empty(name)
    yield Page(name, data, form)


def _read_rows(name: str, start: bytes, stream: _Stream) -> Iterator[Page | Skipped]:
    if start.startswith(UTF16_MARKS):
        raise FetchError(name, "JSON Lines in UTF-16; save it as UTF-8")
    empty = True
    lines = chain(io.BytesIO(start), iter(lambda: stream.readline(MAX_TEXT_BYTES + 1), b""))
    for number, line in enumerate(lines, start=1):
        row = (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip()
        if not row:
            continue
        empty = False
        if len(line) <= MAX_TEXT_BYTES:
            yield Page(f"{name}:{number}", row, "row")
            continue
        yield Skipped(f"{name}:{number}", "fetch", f"a row of more than {MAX_TEXT_BYTES:,} bytes; split it")
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_TEXT_BYTES)
    if empty:
        raise _empty(name)


def _guess_form(start: bytes) -> _Form:
    if is_row(next((line for line in io.BytesIO(start) if line.strip()), b"")):
        return "rows"
    return "html" if is_html(start[:HEAD_BYTES]) else "text"


def _suffix(name: str) -> str:
    """The extension in small letters, the one before `.gz` where that is the last (of an archive, `.zst` too)."""
    name = name.lower()
    return ".warc" if name.endswith(".warc.zst") else Path(name.removesuffix(".gz")).suffix


def _empty(name: str) -> FetchError:
    return FetchError(name, "empty; give one that holds text")


def _explain(error: OSError) -> str:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return "no such file; check the path"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "may not be read; check its permissions"
    if error.errno == errno.ENAMETOOLONG:
        return "no such file, for its name is too long; check the path"
    return f"cannot be read ({error.strerror or type(error).__name__}); check the disk"
