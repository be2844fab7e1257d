"""Web archives: which records are pages, how they are unpacked, and records that are broken."""

import contextlib
import gzip
import io
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord.errors import FetchError
from onrecord.fetch import warc
from onrecord.fetch.files import gather
from onrecord.fetch.members import DICTIONARY_MARK, Source
from onrecord.fetch.warc import read_warc
from onrecord.types import Page, Skipped
from tests.pdfs import column, make_pdf

HTML = b"<!doctype html><p>The minister of Kelvara said no, %d times." + b" And no." * 300
BREAK = "; get the archive once more"


def http(body: bytes, status: str = "200 OK", kind: str = "text/html", **fields: str) -> bytes:
    """An answer of HTTP; field names with _ for -."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *(f"{k.replace('_', '-')}: {v}" for k, v in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def record(block: bytes, address: str = "https://news.test/a", length: object = None, **fields: str) -> bytes:
    """A record as the standard writes it, with a length that may be a lie."""
    known = {"WARC_Type": "response", "WARC_Date": "2024-03-01T10:00:00Z", "WARC_Target_URI": address} | fields
    known["Content_Length"] = str(len(block) if length is None else length)
    head = "\r\n".join(["WARC/1.0", *(f"{key.replace('_', '-')}: {value}" for key, value in known.items()), "", ""])
    return head.encode() + block + b"\r\n\r\n"


def page(number: int) -> bytes:
    return record(http(HTML % number), f"https://news.test/{number}")


def read(data: bytes, passed: Counter[str] | None = None) -> list[Page | Skipped]:
    return list(read_warc("a.warc", Source(io.BytesIO(data).read), passed))


def told(data: bytes) -> list[str]:
    """The end of each page's address, and each reason in full."""
    return [(p.url or "")[-1:] if isinstance(p, Page) else f"{p.name}: {p.reason}" for p in read(data)]


def plain(data: bytes) -> bytes:
    return data


PACKERS: list[Callable[[bytes], bytes]] = [plain, gzip.compress, zstd.compress]
packed = pytest.mark.parametrize("pack", PACKERS, ids=["plain", "gzip", "zstd"])


# Which records are pages


def test_page() -> None:
    """A page comes with its bytes, kind, address, charset, the time at which it was fetched, and its place."""
    block = http(HTML, kind="text/html; charset=ISO-8859-1")
    (first, second) = read(record(block) + record(block, WARC_Date="2024-03-01T10:00:00.123456Z"))
    assert isinstance(first, Page)
    assert first == Page(
        "a.warc#0", HTML, "html", "https://news.test/a", "ISO-8859-1", datetime(2024, 3, 1, 10, tzinfo=UTC)
    )
    assert second.name == f"a.warc#{len(record(block))}"


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")  # warcio's own
@pytest.mark.parametrize("packs", [True, False])
def test_what_others_write(packs: bool) -> None:
    """An archive that warcio writes is read, and each name leads to where its record begins."""
    written = io.BytesIO()
    writer = WARCWriter(written, gzip=packs)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a test"}))
    for number in range(3):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        body = io.BytesIO(HTML % number)
        writer.write_record(
            writer.create_warc_record(f"https://news.test/{number}", "response", body, http_headers=head)
        )
    passed: Counter[str] = Counter()
    pages = read(written.getvalue(), passed)
    assert [each.data for each in pages if isinstance(each, Page)] == [HTML % number for number in range(3)]
    assert passed == {"warcinfo": 1}
    for each in pages:
        at = written.getvalue()[int(each.name.partition("#")[2]) :]
        assert (zlib.decompressobj(31).decompress(at) if packs else at).startswith(b"WARC/")


def test_kinds() -> None:
    """HTML, plain text and PDF are pages, by what their bytes are where the server did not say."""
    pdf = make_pdf(column("The minister said no."))
    answers = [
        http(HTML),
        http(b"Said no.", kind="text/plain"),
        http(pdf, kind="application/pdf"),
        http(pdf, kind="application/octet-stream"),
        http(HTML, kind=""),
    ]
    assert [p.kind for p in read(b"".join(map(record, answers))) if isinstance(p, Page)] == [
        "html",
        "text",
        "pdf",
        "pdf",
        "html",
    ]


def test_passed_over() -> None:
    """What is no page is passed over without a word, and counted by what it is."""
    passed: Counter[str] = Counter()
    others = [
        record(b"software: a test", WARC_Type="warcinfo"),
        record(b"GET / HTTP/1.1\r\n\r\n", WARC_Type="request"),
        record(http(b"", "301 Moved", Location="/b")),
        record(http(HTML, "404 Not Found")),
        record(http(b"User-agent: *", kind="text/plain"), "https://news.test/robots.txt"),
        record(http(b"\x89PNG", kind="image/png")),
        record(http(b"<rss version='2.0'><channel/></rss>", kind="text/html")),
        record(http(b" \n")),
        record(b"220 ftp ready"),
    ]
    assert len(read(b"".join(others) + page(1), passed)) == 1
    names = "warcinfo request status_301 status_404 robots.txt image/png of_another_type empty without_HTTP".split()
    assert passed == {name.replace("_", " "): 1 for name in names}


def test_without_a_page() -> None:
    """An archive in which nothing is a page is said to be so, with what it holds."""
    with pytest.raises(FetchError, match=r"without a page \(2 status 404, 1 image/png\)"):
        read(record(http(HTML, "404 Not Found")) * 2 + record(http(b"x", kind="image/png")))


@pytest.mark.parametrize("data", [b"", b"The minister said no.\n" * 99, b"PK\x03\x04"])
def test_no_archive(data: bytes) -> None:
    """What is no archive is said to be none."""
    with pytest.raises(FetchError, match="no web archive"):
        read(data)


def test_addresses() -> None:
    """An address in brackets, as some programs write it, is read without them; a wrong date is none."""
    (found,) = read(record(http(HTML), "<https://news.test/b>", WARC_Date="last week"))
    assert isinstance(found, Page)
    assert (found.url, found.retrieved) == ("https://news.test/b", None)


# How they are unpacked


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("zstd", zstd.compress),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("identity", plain),
        ("gzip", plain),
        ("br", plain),
    ],
)
def test_compressed_pages(coding: str, pack: Callable[[bytes], bytes]) -> None:
    """A page is unpacked as its header says, and left where the archiver has done so and kept the header."""
    (found,) = read(record(http(pack(HTML), Content_Encoding=coding)))
    assert isinstance(found, Page)
    assert found.data == HTML


def test_chunks() -> None:
    """Chunks are joined, and left where there are none though the header says so."""
    chunks = b"5;x=y\r\n<html\r\nB\r\n>He said no\r\n0\r\n\r\n"
    (first, second) = read(b"".join(record(http(body, Transfer_Encoding="chunked")) for body in (chunks, HTML)))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.data, second.data) == (b"<html>He said no", HTML)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (gzip.compress(HTML)[:-9], "breaks off"),
        (gzip.compress(HTML)[:20] + b"\xff" * 40, "is damaged"),
    ],
)
def test_damaged_pages(body: bytes, reason: str) -> None:
    """A page whose compressed form is damaged costs itself."""
    assert told(record(http(body, Content_Encoding="gzip")) + page(2)) == [
        f"a.warc#0: a page whose compressed form {reason}; fetch it from its address",
        "2",
    ]


def test_unknown_coding() -> None:
    """A coding that nobody knows costs the page, and its name is shown without what a terminal would obey."""
    (found,) = read(record(http(b"\x00\x01", Content_Encoding="x\x1b[31m")))
    assert str(found).isprintable()


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress)]
)
def test_bombs(coding: str, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that unpacks to more than the limit costs itself, and never takes the memory."""
    monkeypatch.setattr(warc, "MAX_RECORD_BYTES", 1_000_000)
    data = record(http(pack(bytes(30_000_000)), Content_Encoding=coding)) + page(2)
    tracemalloc.start()
    first, second = told(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "unpacks to more than 1,000,000 bytes" in first
    assert second == "2"
    assert peak < 10_000_000


def test_cut_by_the_archiver() -> None:
    """A page that the archiver cut short is not read as a whole one."""
    assert "cut short (length)" in told(record(http(HTML), WARC_Truncated="length"))[0]


def test_compressed_as_one() -> None:
    """An archive compressed as a whole is read too."""
    data = gzip.compress(page(1) + page(2))
    assert [each.name for each in read(data)] == ["a.warc#0", f"a.warc#0+{len(page(1))}"]


def test_dictionary() -> None:
    """A zstd archive may bring a dictionary for all its records, plain or compressed."""
    words = zstd.train_dict([HTML % n + bytes([n % 256]) * (n % 90) for n in range(2000)], 2000)
    for content in (words.dict_content, zstd.compress(words.dict_content)):
        head = DICTIONARY_MARK + len(content).to_bytes(4, "little") + content
        packed = b"".join(zstd.compress(page(n), zstd_dict=words) for n in (1, 2))
        assert told(head + packed) == ["1", "2"]


# Broken records


@packed
@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (record(http(HTML), length=500), "a record that is not of the 500 bytes that it says to have"),
        (record(http(HTML), length=6_000), "a record that "),
        (record(http(HTML), length=3_000_000_000), "a record that "),
        (record(http(HTML), length="many"), "a record that does not say how long it is"),
        (record(http(HTML), length=-5), "a record that does not say how long it is"),
        (record(http(HTML), length=10**40), "a record that does not say how long it is"),
        (record(http(HTML), X="y" * 100_000), "a record whose header does not end"),
        (page(9)[: page(9).index(b"https:")] + b"\r\n", "a record whose header does not end"),
        (record(http(HTML), length=len(http(HTML)) + 33), "a record that "),
        (record(http(HTML), length=len(http(HTML)) + 4 + page(2).index(b"\r\n\r\n")), "a record that "),
        (b"nonsense\r\n\r\nWARC/7 is to come\r\n", ""),
    ],
)
def test_broken_records(pack: Callable[[bytes], bytes], broken: bytes, reason: str) -> None:
    """A broken record costs itself, whatever it is that is wrong, and those around it are read."""
    first, second, third, fourth = told(b"".join(map(pack, (page(1), broken, page(2), page(3)))))
    assert (first, third, fourth) == ("1", "2", "3")
    assert reason in second
    assert second.startswith(f"a.warc#{len(pack(page(1)))}")
    assert second.endswith(BREAK)


@pytest.mark.parametrize("pack", PACKERS[1:], ids=["gzip", "zstd"])
@pytest.mark.parametrize("at", [0, 4, 12, 30, 120, -3])
def test_damaged_members(pack: Callable[[bytes], bytes], at: int) -> None:
    """A compressed member that is damaged anywhere costs itself."""
    damaged = bytearray(pack(page(2)))
    damaged[at:] = bytes(byte ^ 0x5A for byte in damaged[at:])
    found = told(pack(page(1)) + bytes(damaged) + pack(page(3)))
    assert [each for each in found if len(each) == 1] == ["1", "3"]
    assert sum(len(each) > 1 for each in found) == 1


@packed
def test_garbage_between(pack: Callable[[bytes], bytes]) -> None:
    """Bytes between records that are none are told and passed over."""
    first, second, third = told(pack(page(1)) + b"garbage\x1f\x8b\x08\x28\xb5\x2f\xfd" + pack(page(2)))
    assert (first, third) == ("1", "2")
    assert "bytes that are no record" in second


@packed
@pytest.mark.parametrize("lost", [2, 5, 40, 150])
def test_cut_off(pack: Callable[[bytes], bytes], lost: int) -> None:
    """An archive that breaks off loses its last record, and only that."""
    data = pack(page(1)) + pack(page(2))
    if pack is plain and lost < 5:
        assert told(data[:-lost]) == ["1", "2"]  # only the blank lines behind it
        return
    first, second = told(data[:-lost])
    assert first == "1"
    assert second.endswith(BREAK)


def test_large_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record beyond the limit is told if it may be a page, and passed over if it is none; the next is read."""
    monkeypatch.setattr(warc, "MAX_RECORD_BYTES", 5_000)
    large = b"x" * 500_000
    video = record(http(large, kind="video/mp4"))
    first, second, third = told(page(1) + video + record(http(HTML + large)) + page(2))
    assert (first, third) == ("1", "2")
    assert second.startswith(
        f"a.warc#{len(page(1) + video)}: a record of {len(http(HTML + large)):,} bytes, more than 5,000"
    )


def test_large_records_are_not_held() -> None:
    """A record of hundreds of megabytes never is in memory."""
    start, size = http(b"<p>"), 300_000_000
    head = record(start, length=size).removesuffix(b"\r\n\r\n")
    rest = [b"x" * 1_000_000] * 299 + [b"x" * (1_000_000 - len(start)), b"\r\n\r\n" + page(2)]
    pieces = iter([head, *rest])
    tracemalloc.start()
    first, second = read_warc("a.warc", Source(lambda size: next(pieces, b"")))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(first, Skipped)
    assert "a record of 300,000,000 bytes, more than 20,000,000" in first.reason
    assert isinstance(second, Page)
    assert peak < 10_000_000


def test_archives_are_streamed() -> None:
    """However many records there are, one is in memory at a time, and the first comes first."""
    body = gzip.compress(record(http(bytes(range(256)) * 400, kind="text/plain")))
    served = 0

    def serve(size: int) -> bytes:
        nonlocal served
        served += 1
        return body if served <= 2_000 else b""

    tracemalloc.start()
    pages = read_warc("a.warc.gz", Source(serve))
    assert isinstance(next(pages), Page | Skipped)
    assert served < 200
    sum(1 for _ in pages)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert served > 2_000
    assert peak < 10_000_000


def test_too_much_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive in which all is broken is not read to its end."""
    monkeypatch.setattr(warc, "MAX_BROKEN", 5)
    with pytest.raises(FetchError, match="more than 5 broken records"):
        read(page(1) + record(HTML, length="many") * 100)


WHOLE = [page(1), record(b"GET / HTTP/1.1\r\n\r\n", WARC_Type="request"), page(2), page(3)]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PACKERS), st.binary(max_size=80), st.data())
def test_any_bytes(pack: Callable[[bytes], bytes], noise: bytes, data: st.DataObject) -> None:
    """Whatever is done to the bytes of one record, the others are read; and nothing else is raised than our error."""
    parts = [pack(part) for part in WHOLE]
    start = data.draw(st.integers(0, len(parts[2])))
    end = data.draw(st.integers(start, len(parts[2])))
    parts[2] = parts[2][:start] + noise + parts[2][end:]
    found = told(b"".join(parts))
    assert found[0] == "1"
    assert found[-1] == "3"
    with contextlib.suppress(FetchError):
        assert all(str(each).isprintable() for each in read(noise + b"".join(parts)[start:]))


# As files


@pytest.mark.parametrize("name", ["a.warc", "a.WARC.gz", "a.warc.zst", "a.gz", "CC-NEWS-1"])
def test_files(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive is told by its name or its bytes, by itself, in a folder and on standard input."""
    monkeypatch.chdir(tmp_path)
    pack = gzip.compress if name.lower().endswith("gz") else zstd.compress if name.endswith("zst") else plain
    data = pack(page(1)) + pack(page(2))
    Path("f").mkdir()
    Path("f", name).write_bytes(data)
    expected = [f"f/{name}#0", f"f/{name}#{len(pack(page(1)))}"]
    assert [each.name for each in gather([f"f/{name}"])] == expected
    if ".warc" in name.lower():
        assert [each.name for each in gather(["f"])] == expected
    if not name.endswith("zst"):
        assert next(gather(["-"], io.BytesIO(data))).name == "-#0"
