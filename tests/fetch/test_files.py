"""Gathering what a person names: files, folders, rows, standard input, addresses."""

import gzip
import io
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import FetchError
from onrecord.fetch import files
from onrecord.fetch.files import gather
from onrecord.types import Page, Skipped

HTML = b"<!DOCTYPE html>\n<p>The minister said no."
TEXT = "The minister said “no”.\n".encode()
ROWS = b'{"id": "a", "text": "He said so."}\n\n{"id": "b", "text": "She did not."}\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, so that names are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pages(*inputs: str, stdin: bytes = b"") -> list[tuple[str, bytes, str]]:
    """Name, bytes and kind of every page; there must be no Skipped."""
    found = list(gather(inputs, io.BytesIO(stdin)))
    assert not [item for item in found if isinstance(item, Skipped)]
    return [(item.name, item.data, item.kind) for item in found if isinstance(item, Page)]


def why(name: str, stdin: bytes = b"") -> str:
    """The reason for which an input is skipped, as the only thing that comes of it."""
    (item,) = gather([name], io.BytesIO(stdin))
    assert isinstance(item, Skipped)
    assert (item.name, item.stage) == (name, "fetch")
    assert item.reason.isprintable()
    return item.reason


# Files


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.html", b"The minister said no.", "html"),
        ("a.HTM", HTML, "html"),
        ("a.xhtml", HTML, "html"),
        ("a.txt", TEXT, "text"),
        ("a.txt", HTML, "html"),
        ("a.md", b"# Title\n\n<b>no</b>", "text"),
        ("a", b"  \n<html lang=en><title>x</title>", "html"),
        ("a.text", b"\xef\xbb\xbf<!-- x --><p>y", "html"),
        ("a.txt", "<html>".encode("utf-16"), "html"),
        ("a.txt", "\ufeffSaid “no”".encode("utf-16-le"), "text"),
        ("a.txt", b"<3 said the minister", "text"),
        ("a.txt", b"{" * 100_000, "text"),
        ("a.pdf", b"%PDF-1.7\nx", "pdf"),
        ("a.PDF", b"\n\n%PDF-1.7\n\0", "pdf"),
        ("a.html", b"%PDF-1.7\nx", "pdf"),
        ("a", b"%PDF-1.7\nx", "pdf"),
    ],
)
def test_kind(name: str, data: bytes, kind: str) -> None:
    """A file's kind is told by its extension, or by its bytes where that says nothing."""
    Path(name).write_bytes(data)
    assert pages(name) == [(name, data, kind)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.txt"])
def test_rows(name: str) -> None:
    """Each row of JSON Lines is a page of its own, named by its line; blank lines are passed over."""
    Path(name).write_bytes(b"\n" + ROWS)
    first, _, second = ROWS.splitlines()
    assert pages(name) == [(f"{name}:2", first, "row"), (f"{name}:4", second, "row")]


def test_rows_as_they_are() -> None:
    """Rows that are not JSON are handed on: reading them is for the next stage."""
    Path("a.jsonl").write_bytes(b"\xef\xbb\xbf{}\r\nnonsense \xff\r\n{")
    assert [data for _, data, _ in pages("a.jsonl")] == [b"{}", b"nonsense \xff", b"{"]


def test_line_marks_in_rows() -> None:
    """Only a newline ends a row, not the other characters that some take for one."""
    row = '{"text": "a\u2028b\x85c"}'.encode() + b" \x0b\x0c\r "
    Path("a.jsonl").write_bytes(row + b"\n" + row)
    assert [name for name, _, _ in pages("a.jsonl")] == ["a.jsonl:1", "a.jsonl:2"]


def test_rows_are_streamed() -> None:
    """Rows come one by one, and the file is never in memory as a whole."""
    with Path("a.jsonl").open("wb") as file:
        for _ in range(200):
            file.write(b'{"text": "' + b"x" * 50_000 + b'"}\n')
    tracemalloc.start()
    assert sum(1 for _ in gather(["a.jsonl"])) == 200
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_first_row_comes_first() -> None:
    """The first row is there before the rest is read."""
    stream = io.BytesIO(ROWS * 1000)
    assert isinstance(next(gather(["-"], stream)), Page)
    assert stream.tell() < 10_000


def test_long_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row beyond the limit is skipped by its name, and the rows after it are read."""
    monkeypatch.setattr(files, "MAX_TEXT_BYTES", 10_000)
    Path("a.jsonl").write_bytes(b'"1"\n' + b"x" * 50_000 + b"\n" + b"y" * 10_001 + b'\n"4"')
    found = list(gather(["a.jsonl"]))
    assert [item.name for item in found] == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:3", "a.jsonl:4"]
    assert [type(item) for item in found] == [Page, Skipped, Skipped, Page]


@pytest.mark.parametrize(
    ("name", "data", "kind"), [("a.html.gz", HTML, "html"), ("a.txt.GZ", TEXT, "text"), ("a.gz", HTML, "html")]
)
def test_gzip(name: str, data: bytes, kind: str) -> None:
    """A .gz file is unpacked and is of the kind that its name has before .gz."""
    Path(name).write_bytes(gzip.compress(data))
    assert pages(name) == [(name, data, kind)]


def test_gzip_rows() -> None:
    """Rows are read from a .gz file, of several parts too."""
    Path("a.jsonl.gz").write_bytes(gzip.compress(ROWS) + gzip.compress(ROWS))
    assert [name for name, _, _ in pages("a.jsonl.gz")] == [f"a.jsonl.gz:{n}" for n in (1, 3, 4, 6)]


# What cannot be read


def test_missing() -> None:
    """A file that is not there is skipped."""
    assert why("a.txt") == "no such file; check the path"


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_no_name(name: str) -> None:
    """What cannot be a name is skipped, and no folder is read in its place."""
    Path("a.txt").write_bytes(TEXT)
    assert "not the name of anything" in why(name)


@pytest.mark.parametrize("name", ["x" * 5000, "a.txt/b.txt", "no\nsuch"])
def test_odd_names(name: str) -> None:
    """A name too long, under a file, or with a line break is skipped like any that is not there."""
    Path("a.txt").write_bytes(TEXT)
    assert why(name).startswith("no such file")


def test_permission(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is skipped."""

    def refuse(*_: object) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    Path("a.txt").write_bytes(TEXT)
    monkeypatch.setattr(Path, "open", refuse)
    assert why("a.txt") == "may not be read; check its permissions"


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.txt.gz", "a.jsonl.gz"])
@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_empty(name: str, data: bytes) -> None:
    """A file with nothing in it is skipped."""
    Path(name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert "empty" in why(name)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<rss version='2.0'>", "a feed, not an article; `onrecord follow` it"),
        (b"<?xml version='1.0'?><!-- x -->\n<feed xmlns='http://www.w3.org/2005/Atom'>", "a feed"),
        ("<?xml version='1.0'?><rss>".encode("utf-16"), "a feed"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", "a feed"),
        (
            b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>",
            "a feed",
        ),
        (b"PK\x03\x04....[Content_Types].xml...", "an Office document; convert it to text first"),
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument file"),
        (b"PK\x03\x04....mimetypeapplication/epub+zip", "an e-book"),
        (b"PK\x03\x04....a.txt", "a zip archive; unpack it first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"RIFF\x01\n\x02\x03WEBPVP8", "an image"),
        (b"\x00\x00\x00 ftypisom", "a recording; give its transcript"),
        (b"\x1f\x8b\x08", "a gzip file; unpack it first"),
        (b"\x7fELF\x02\x00", "a binary file"),
        (b"text\0", "a binary file"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "-"])
def test_binary(name: str, data: bytes, what: str) -> None:
    """What is not text is skipped, with its kind and the mend."""
    if name != "-":
        Path(name).write_bytes(data)
    assert why(name, data).startswith(what)


@pytest.mark.parametrize("data", [b"no gzip", gzip.compress(TEXT)[:-9], gzip.compress(TEXT)[:12] + b"\xff" * 30])
def test_damaged_gzip(data: bytes) -> None:
    """A .gz file that is damaged or cut off is skipped."""
    Path("a.txt.gz").write_bytes(data)
    assert "damaged gzip" in why("a.txt.gz")


def test_damage_after_rows() -> None:
    """Rows before the damage are read, and the damage is told."""
    rows = b"".join(b'{"text": "%032x"}\n' % (n * 7**40 % 2**127) for n in range(10_000))
    Path("a.jsonl.gz").write_bytes(gzip.compress(rows)[:-100])
    *found, last = gather(["a.jsonl.gz"])
    assert len(found) > 9000
    assert isinstance(last, Skipped)
    assert last.name == "a.jsonl.gz"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("name", "reason"),
    [("a.txt", "bytes of text; split it"), ("a.html", "bytes of html; save"), ("a.pdf", "bytes of pdf; split")],
)
def test_too_large(name: str, reason: str, packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text and HTML beyond their limits are skipped, a gzip bomb among them."""
    monkeypatch.setattr(files, "MAX_TEXT_BYTES", 100_000)
    monkeypatch.setattr(files, "MAX_HTML_BYTES", 50_000)
    monkeypatch.setattr(files, "MAX_PDF_BYTES", 50_000)
    data = b"Said no.\n" * 50_000
    Path(f"{name}.gz" if packed else name).write_bytes(gzip.compress(data) if packed else data)
    assert reason in why(f"{name}.gz" if packed else name)


def test_utf16_rows() -> None:
    """JSON Lines in UTF-16, which cannot be cut at bytes, are skipped."""
    Path("a.jsonl").write_bytes(ROWS.decode().encode("utf-16"))
    assert "UTF-8" in why("a.jsonl")


@pytest.mark.parametrize("target", ["nothing.txt", "a.txt"])
def test_broken_link(target: str) -> None:
    """A link to nothing or to itself is skipped."""
    Path("a.txt").symlink_to(target)
    assert "leads nowhere" in why("a.txt")


def test_pipe() -> None:
    """A named pipe is skipped and not waited for."""
    os.mkfifo("a.txt")
    assert why("a.txt").startswith("a pipe")


def test_device() -> None:
    """A device is skipped: reading it might never end."""
    assert "a device" in why("/dev/zero")


def test_batch_goes_on() -> None:
    """One failure does not keep the other inputs from being read."""
    Path("b.txt").write_bytes(TEXT)
    found = list(gather(["a.txt", "b.txt", "ftp://example.org/", "b.txt"]))
    assert [type(item) for item in found] == [Skipped, Page, Skipped, Page]


# Folders


def write(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(gzip.compress(TEXT) if name.endswith(".gz") else TEXT)


def test_folder() -> None:
    """A folder's documents are read in order, its own before those of the folders in it."""
    write("f/b.txt", "f/a.HTML", "f/c.jsonl", "f/d.text.gz", "f/e.pdf", "f/a/z.txt", "f/a/b/y.txt", "f/aa/x.txt")
    assert [name for name, _, _ in pages("f")] == [
        "f/a.HTML",
        "f/b.txt",
        "f/c.jsonl:1",
        "f/d.text.gz",
        "f/e.pdf",
        "f/a/z.txt",
        "f/a/b/y.txt",
        "f/aa/x.txt",
    ]


def test_folder_leaves_out() -> None:
    """Hidden files and folders, and files that are not of a known kind, are not read."""
    write("f/a.txt", "f/.b.txt", "f/.git/c.txt", "f/d.py", "f/e", "f/g.md", "f/h.tar.gz", "f/i.txt.zst", "f/j.rss")
    assert [name for name, _, _ in pages("f")] == ["f/a.txt"]


def test_folder_without_documents() -> None:
    """A folder in which there is nothing to read is skipped."""
    write("f/a.py", "f/g/.b.txt")
    assert "a folder without documents" in why("f")


def test_loops() -> None:
    """A link to a folder above is not followed, even one that is named like a file."""
    write("f/a.txt")
    Path("f/up").symlink_to("..")
    Path("f/up.txt").symlink_to("..")
    Path("f/self.txt").symlink_to("self.txt")
    found = list(gather(["f"]))
    assert [(item.name, type(item)) for item in found] == [
        ("f/a.txt", Page),
        ("f/self.txt", Skipped),
        ("f/up.txt", Skipped),
    ]


def test_linked_input() -> None:
    """A folder or file that is named by a link is read."""
    write("f/a.txt")
    Path("link").symlink_to("f")
    Path("link.txt").symlink_to("f/a.txt")
    assert [name for name, _, _ in pages("link", "link.txt")] == ["link/a.txt", "link.txt"]


def test_failures_in_a_folder() -> None:
    """A file that cannot be read is skipped by its own name, and the rest of the folder is read."""
    write("f/a.txt", "f/c.txt")
    Path("f/b.txt").touch()
    os.mkfifo("f/d.txt")
    found = list(gather(["f"]))
    assert [(item.name, type(item)) for item in found] == [
        ("f/a.txt", Page),
        ("f/b.txt", Skipped),
        ("f/c.txt", Page),
        ("f/d.txt", Skipped),
    ]


def test_closed_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be opened is skipped by its own name, and those beside it are read."""
    write("f/a/x.txt", "f/b/y.txt")
    scandir = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if path == "f/a":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    closed, page = gather(["f"])
    assert closed == Skipped("f/a", "fetch", "may not be read; check its permissions")
    assert page.name == "f/b/y.txt"


# Standard input and addresses


@pytest.mark.parametrize(("data", "kind"), [(TEXT, "text"), (HTML, "html")])
def test_stdin(data: bytes, kind: str) -> None:
    """What comes on standard input is told by its bytes."""
    assert pages("-", stdin=data) == [("-", data, kind)]


def test_stdin_rows() -> None:
    """JSON Lines on standard input are read row by row."""
    assert [name for name, _, _ in pages("-", stdin=b"\n" + ROWS)] == ["-:2", "-:4"]


def test_long_first_row() -> None:
    """A first row longer than the beginning that is looked at is still a row."""
    row = b'{"text": "' + b"x" * 100_000 + b'"}'
    assert pages("-", stdin=row + b"\n" + row) == [("-:1", row, "row"), ("-:2", row, "row")]


def test_default_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a stream of its own, `-` is the process's standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT)))
    assert [item.name for item in gather(["-"])] == ["-"]


def test_empty_stdin() -> None:
    """Nothing on standard input is skipped."""
    assert "empty" in why("-")


@pytest.mark.parametrize("address", ["http://news.test/a", "HTTPS://news.test/a"])
def test_address(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An http or https address is fetched."""
    monkeypatch.setattr(files, "fetch_page", lambda name: Page(name, HTML, "html", url=name))
    assert pages(address) == [(address, HTML, "html")]


def test_address_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that cannot be fetched is skipped with its reason."""

    def fail(name: str) -> Page:
        raise FetchError(name, "it is down; try again later")

    monkeypatch.setattr(files, "fetch_page", fail)
    assert why("http://news.test/") == "it is down; try again later"


@pytest.mark.parametrize("address", ["ftp://news.test/a", "file:///etc/passwd", "s3://bucket/a.txt", "  gopher://x"])
def test_other_schemes(address: str) -> None:
    """An address of another scheme is skipped."""
    assert "only http and https" in why(address)
