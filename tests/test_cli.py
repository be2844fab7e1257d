"""The command line, run as a user runs it: streams, exit codes, and what bad input gets."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.pdfs import Printed, column, make_pdf

ARTICLE = """Velmar leaves the table

The prime minister of Velmar, Oren Tash, refused on Tuesday to sign the declaration. “We will not put our name to
silence,” Tash told reporters.

According to two officials, the alliance may lose a member by spring.
"""
COMMAND = [sys.executable, "-m", "onrecord"]


def run(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=120,
    )


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """Standard error, which must be one line of ours and no traceback."""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("onrecord: ")
    return lines[0]


def test_pdfs_and_web_archives_are_read(tmp_path: Path) -> None:
    """A PDF, and the pages of an archive, are read like articles; what is broken costs itself, and a feed is told."""
    lines = ARTICLE.strip().replace("\n\n", "\n").splitlines()
    pdf = make_pdf([Printed(lines[0], 740, size=20), *column(*lines[1:])])
    (tmp_path / "a.pdf").write_bytes(pdf)
    (tmp_path / "b.pdf").write_bytes(pdf[:300])
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + pdf
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.test/2025/04/15/b\r\nContent-Length: %d\r\n\r\n"
    )
    record = head % len(answer) + answer + b"\r\n\r\n"
    (tmp_path / "c.warc.gz").write_bytes(gzip.compress(record) + gzip.compress(record)[:99])
    (tmp_path / "d.rss").write_text("<rss version='2.0'><channel/></rss>")
    done = run("read", "a.pdf", "b.pdf", "c.warc.gz", "d.rss", "--format", "jsonl", cwd=tmp_path)
    first, second = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 3
    assert first["title"] == lines[0]
    assert [s["content"] for s in first["statements"]] == [s["content"] for s in second["statements"]] != []
    assert second["url"] == "https://a.test/2025/04/15/b"
    assert [line.partition(": ")[2].partition(":")[0] for line in done.stderr.decode().splitlines()] == [
        "b.pdf",
        f"c.warc.gz#{len(gzip.compress(record))}",
        "d.rss",
    ]


def test_text_marks_the_statements_by_signs_where_there_is_no_colour(article: Path) -> None:
    """Piped output holds the article with signs, no escape codes, and the table."""
    done = run("read", article)
    out = done.stdout.decode()
    assert done.returncode == 0
    assert "[s" in out
    assert "{s" in out
    assert "\x1b" not in out
    assert "A machine's reading" in out
    assert done.stderr == b""


def test_a_terminal_gets_colour_unless_no_color_is_set(article: Path) -> None:
    """On a terminal the marks are colours; NO_COLOR brings the signs back."""
    script = [*COMMAND, "read", str(article)]
    for environment, coloured in (({"TERM": "xterm-256color"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False)):
        out = run_in_terminal(script, environment)
        assert (b"\x1b[1;34m" in out) == coloured
        assert (b"[s1 " in out) != coloured


def run_in_terminal(command: list[str], environment: dict[str, str]) -> bytes:
    import pty

    parent, child = pty.openpty()
    process = subprocess.Popen(command, stdout=child, stdin=subprocess.DEVNULL, env={**os.environ, **environment})
    os.close(child)
    out = b""
    while True:
        try:
            piece = os.read(parent, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not piece:
            break
        out += piece
    os.close(parent)
    assert process.wait() == 0
    return out


def test_jsonl_is_one_object_a_document(article: Path) -> None:
    """Each line is a document in the public form, and its spans are the words."""
    done = run("read", article, "--format", "jsonl")
    (row,) = map(json.loads, done.stdout.decode().splitlines())
    start, end = row["statements"][0]["source"][0]
    assert row["title"] == "Velmar leaves the table"
    assert row["text"][start:end]


def test_standard_input_is_read(article: Path) -> None:
    """`-` takes text, HTML or JSON Lines."""
    row = json.dumps({"id": "a", "text": ARTICLE}).encode()
    for data, count in ((ARTICLE.encode(), 1), (row, 1), (row + b"\n" + row, 2)):
        done = run("read", "-", "--format", "jsonl", stdin=data)
        assert done.returncode == 0
        assert [bool(json.loads(line)["statements"]) for line in done.stdout.splitlines()] == [True] * count


def test_what_jsonl_writes_can_be_read_again(article: Path) -> None:
    """A row that onrecord wrote reads to the same text, parts and statements."""
    first = run("read", article, "--format", "jsonl").stdout
    second = run("read", "-", "--format", "jsonl", stdin=first).stdout
    assert json.loads(second) == json.loads(first)


def test_min_confidence_leaves_out_the_doubtful(article: Path) -> None:
    """Nothing below the given confidence is shown, and the run says so."""
    row = json.loads(run("read", article, "--format", "jsonl", "--min-confidence", "0.8").stdout)
    assert all(s["confidence"] >= 0.8 for s in row["statements"])
    assert row["run"]["settings"]["min_confidence"] == 0.8


def test_out_writes_a_page_and_nothing_to_standard_output(article: Path, tmp_path: Path) -> None:
    """--out takes the result; standard error says where it is."""
    out = tmp_path / "page.html"
    done = run("read", article, "--format", "html", "--out", out)
    assert done.returncode == 0
    assert done.stdout == b""
    assert out.read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("missing.txt", None, "no such file"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n \t\n", "text"),
        ("binary.txt", b"\x00\x01\x02\x03" * 100, "binary"),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        ("nothing.html", b"<html><body><nav>menu</nav></body></html>", "no article"),
        ("row.jsonl", b'{"id": "a"}\n', "text"),
    ],
)
def test_bad_input_gets_one_line_and_exit_code_1(tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    """The line names the input and says what is wrong."""
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    done = run("read", file)
    assert done.returncode == 1
    assert done.stdout == b""
    assert name in complaint(done)
    assert words in complaint(done)


def test_the_rest_of_a_batch_is_read(article: Path, tmp_path: Path) -> None:
    """A bad row among good ones costs itself, its number is named, and the exit code is 3."""
    rows = tmp_path / "rows.jsonl"
    good = json.dumps({"id": "a", "text": ARTICLE})
    rows.write_text(f"{good}\n{{broken\n{good}\n", encoding="utf-8")
    done = run("read", rows, tmp_path / "missing.txt", article, "--format", "jsonl")
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 3
    assert "rows.jsonl:2" in done.stderr.decode()
    assert "missing.txt" in done.stderr.decode()


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    """A folder without documents is named, with the mend."""
    folder = tmp_path / "folder"
    folder.mkdir()
    assert "folder" in complaint(run("read", folder))


def test_broken_utf8_is_read_with_a_warning(tmp_path: Path) -> None:
    """A few bytes that are no UTF-8 do not cost the article."""
    file = tmp_path / "broken.txt"
    file.write_bytes(ARTICLE.encode() + b"He said \xff\xfe\x80 was \x81\x8d out.\n")
    done = run("read", file, "--format", "jsonl")
    assert done.returncode == 0
    assert json.loads(done.stdout)["statements"]


def test_another_language_is_read_with_a_warning(tmp_path: Path) -> None:
    """A German text is read, and the user told that the reader is made for English."""
    file = tmp_path / "deutsch.txt"
    satz = "Der Minister sagte am Dienstag, dass die Brücke nicht vor dem Winter geöffnet werde und das Geld fehle. "
    file.write_text(satz * 5, encoding="utf-8")
    done = run("read", file)
    assert done.returncode == 0
    assert "English" in complaint(done)
    assert run("read", file, "--quiet").stderr == b""


def test_only_quotation_marks(tmp_path: Path) -> None:
    """A text of nothing but marks is read to no statement."""
    done = run("read", "-", "--format", "jsonl", stdin="\"“”'‘’«»".encode() * 50)
    assert done.returncode == 0
    assert json.loads(done.stdout)["statements"] == []


def test_escape_sequences_do_not_reach_the_terminal(tmp_path: Path) -> None:
    """Control characters of a text are shown as signs."""
    done = run("read", "-", stdin=b"The \x1b]0;owned\x07mayor said \x9b31m it was over. " * 3)
    assert b"\x1b" not in done.stdout
    assert b"\x07" not in done.stdout


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://localhost:9/", "http://169.254.169.254/", "ftp://a.b/"]
)
def test_forbidden_addresses_are_refused(address: str) -> None:
    """What may not be fetched is refused in one line."""
    done = run("read", address)
    assert done.returncode == 1
    assert address in complaint(done)


@pytest.mark.parametrize(
    ("damage", "words"),
    [("reader.onnx", "damaged"), ("card.json", "card"), ("tokenizer.json", "damaged"), (None, "cannot be read")],
)
def test_missing_or_damaged_weights(article: Path, tmp_path: Path, damage: str | None, words: str) -> None:
    """Weights that are not what their card says are refused, naming the file."""
    import shutil

    import onrecord

    copy = tmp_path / "site" / "onrecord"
    shutil.copytree(Path(onrecord.__file__).parent, copy)
    weights = copy / "detect" / "weights"
    if damage is None:
        (weights / "reader.onnx").unlink()
    else:
        file = weights / damage
        file.write_bytes(file.read_bytes()[:-20])
    code = f"import sys; sys.path.insert(0, {str(copy.parent)!r}); from onrecord.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "read", str(article)], capture_output=True)
    assert done.returncode == 1
    assert words in complaint(done)


def test_a_full_disk_is_said_in_one_line(article: Path) -> None:
    """Standard output or --out on a full device, or a place that is no folder: one line, exit code 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "read", str(article)], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert "standard output" in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1
    for out in ("/dev/full", "/dev/full/page.html"):
        done = run("read", article, "--format", "jsonl", "--out", out)
        assert done.returncode == 1
        assert "/dev/full" in complaint(done)


def test_out_follows_links_and_leaves_devices_alone(article: Path, tmp_path: Path) -> None:
    """A link stays a link, and /dev/null stays what it is."""
    target, link = tmp_path / "target.jsonl", tmp_path / "link.jsonl"
    target.write_text("old")
    link.symlink_to(target)
    assert run("read", article, "--format", "jsonl", "--out", link).returncode == 0
    assert link.is_symlink()
    assert json.loads(target.read_text())["statements"]
    assert run("read", article, "--format", "jsonl", "--out", "/dev/null").returncode == 0
    assert Path("/dev/null").is_char_device()


def test_a_closed_standard_input_is_empty() -> None:
    """`onrecord read - <&-` says that there is nothing."""
    done = subprocess.run(["bash", "-c", f"exec {sys.executable} -m onrecord read - <&-"], capture_output=True)
    assert done.returncode == 1
    assert "empty" in complaint(done)


def test_nothing_read_writes_nothing(tmp_path: Path) -> None:
    """When no input could be read, what stood in --out before still stands there."""
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    assert str(tmp_path / "missing.txt") in complaint(run("read", tmp_path / "missing.txt", "--out", out))
    assert out.read_text() == "old"


def test_a_disk_that_fills_while_writing(article: Path, tmp_path: Path) -> None:
    """A limit on file size stands in for a full disk: no traceback, no part left behind, the old file kept."""
    out = tmp_path / "out.html"
    out.write_text("old")
    limited = f"ulimit -f 8; exec {sys.executable} -m onrecord read {article} --format html --out {out}"
    done = subprocess.run(["bash", "-c", limited], capture_output=True)
    assert done.returncode == 1
    assert str(out) in complaint(done)
    assert out.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["article.txt", "out.html"]


def test_ctrl_c_ends_quietly_with_130(tmp_path: Path) -> None:
    """An interrupt in the middle of a long document ends the program at once, without a traceback."""
    file = tmp_path / "long.txt"
    file.write_text(ARTICLE * 3000, encoding="utf-8")
    process = subprocess.Popen([*COMMAND, "read", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.decode().strip() == "onrecord: interrupted"


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """`onrecord read ... | head -1` says nothing on standard error."""
    rows = tmp_path / "rows.jsonl"
    rows.write_text((json.dumps({"text": ARTICLE}) + "\n") * 200, encoding="utf-8")
    command = f"{sys.executable} -m onrecord read {rows} --format jsonl | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True)
    assert done.stderr == b""
    assert done.returncode == 141
    assert len(done.stdout.splitlines()) == 1


def test_wrong_usage_is_exit_code_2(article: Path) -> None:
    """An unknown format, a missing input."""
    assert run("read", article, "--format", "xml").returncode == 2
    assert run("read").returncode == 2


def test_workers_give_the_same_lines(article: Path, tmp_path: Path) -> None:
    """Two workers print what one does, in the same order."""
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps({"id": n, "text": f"Row {n}. {ARTICLE}"}) + "\n" for n in range(8)))
    one, two = (run("read", rows, article, "--format", "jsonl", "--workers", n).stdout for n in ("1", "2"))
    assert one == two


def test_the_demo_keeps_the_bundled_press_and_asks_it(tmp_path: Path) -> None:
    """It tells namesakes apart, counts copies as one witness, and leaves a record and a page; twice is as good."""
    out = tmp_path / "demo"
    for _ in range(2):
        done = run("demo", "--out", out)
        assert done.returncode == 0
        shown = done.stdout.decode()
        assert "3 have the name torvik" in shown
        assert "Said by 1 witness, printed in 4 documents." in shown
        assert "39 pages" in shown
    assert (out / "articles.html").stat().st_size > 100_000
    assert run("find", "observers", "--speaker", "kolm", "--record", out / "record.db").returncode == 0


def test_a_demo_where_no_folder_can_be_says_so(tmp_path: Path) -> None:
    """In one line."""
    (tmp_path / "demo").write_text("x")
    done = run("demo", "--out", tmp_path / "demo" / "x")
    assert (done.returncode, done.stderr.decode().count("\n")) == (1, 1)


@pytest.mark.parametrize("command", ["read", "demo"])
def test_each_command_has_help_with_an_example(command: str) -> None:
    """Help says what a command does and shows it, and the README knows the command."""
    out = run(command, "--help").stdout.decode()
    assert f"onrecord {command}" in out
    assert "Example" in out
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"onrecord {command}" in readme


def test_an_address_is_read_from_its_server(tmp_path: Path) -> None:
    """The whole road from an address to statements, over a server of our own."""
    paragraphs = "".join(f"<p>{p}</p>" for p in ARTICLE.split("\n\n")[1:] * 2)
    page = tmp_path / "news" / "velmar.html"
    page.parent.mkdir()
    page.write_text(
        f"<html><head><title>Velmar leaves</title></head><body><article><h1>Velmar leaves</h1>{paragraphs}</article>",
        encoding="utf-8",
    )
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/news/velmar.html"
        done = run("read", address, "--format", "jsonl", ONRECORD_TEST_ALLOW_LOOPBACK="1")
        server.shutdown()
    row = json.loads(done.stdout)
    assert row["url"] == address
    assert row["title"] == "Velmar leaves"
    assert row["retrieved"]
    assert row["statements"]


def test_a_wrong_first_row_costs_itself() -> None:
    """JSON Lines are rows even if the first of them is wrong."""
    rows = b'{"id": "a"}\n' + json.dumps({"id": "b", "text": ARTICLE}).encode()
    done = run("read", "-", "--format", "jsonl", stdin=rows)
    assert done.returncode == 3
    assert "-:1" in complaint(done)
    assert json.loads(done.stdout)["id"] == "b"


def test_an_odd_row_costs_itself_with_any_number_of_workers(tmp_path: Path) -> None:
    """Values at the edge of what a date or an offset can be are a row's fault, not the batch's."""
    good = json.dumps({"text": ARTICLE})
    file = tmp_path / "rows.jsonl"
    file.write_text(f'{good}\n{{"text": "He said so.", "retrieved": "0001-01-01T00:00:00+10:00"}}\n{good}\n')
    for workers in ("1", "2"):
        done = run("read", file, "--format", "jsonl", "--workers", workers)
        assert done.returncode == 3
        assert len(done.stdout.splitlines()) == 2
        assert "rows.jsonl:2" in complaint(done)


def test_a_closed_pipe_ends_quietly_in_the_terminal_format(tmp_path: Path) -> None:
    """The marked text ends as quietly as JSON Lines do."""
    file = tmp_path / "long.txt"
    file.write_text(ARTICLE * 60, encoding="utf-8")
    command = f"{sys.executable} -m onrecord read {file} | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True)
    assert done.stderr == b""
    assert done.returncode == 141


def test_nan_is_no_confidence(article: Path) -> None:
    """What is not a number between 0 and 1 is wrong usage."""
    assert run("read", article, "--min-confidence", "nan").returncode == 2
    assert run("read", article, "--min-confidence", "1.5").returncode == 2


def read_json(article: Path, *options: str | Path) -> dict:
    done = run("read", article, "--format", "jsonl", *options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_turn_below_the_threshold_is_left_out(tmp_path: Path) -> None:
    """What an interview says falls under the least confidence as any other statement does."""
    file = tmp_path / "talk.txt"
    talk = "{}: Will you sign? I ask because the council wants it.\n\n{}: I will not. The sum is wrong.\n\n"
    file.write_text(talk.format("HARBOUR REVIEW", "TORVIK") * 2, encoding="utf-8")
    assert len(read_json(file)["statements"]) >= 4
    assert read_json(file, "--min-confidence", "1")["statements"] == []


def test_one_speakers_words_alone(article: Path) -> None:
    """`--speaker` keeps what some form of the name says, and nobody else's words."""
    whole, part = read_json(article), read_json(article, "--speaker", "tash")
    names = {e["id"]: e["name"] for e in whole["entities"]}
    theirs = [s["id"] for s in whole["statements"] if "Tash" in names.get(s["speaker"], "")]
    assert [s["id"] for s in part["statements"]] == theirs
    assert 0 < len(theirs) < len(whole["statements"])
    assert read_json(article, "--speaker", "nobody at all")["statements"] == []


def test_the_day_of_publication_may_be_given(article: Path) -> None:
    """Times count from it where the text has none of its own, and the run says so."""
    found = read_json(article, "--published", "2022-11-24")
    assert found["run"]["settings"]["published"] == "2022-11-24"
    assert "2022-11-22" in [s["said"]["start"] for s in found["statements"] if s["said"]]
    without = read_json(article)
    assert "published" not in without["run"]["settings"]
    assert all(s["said"]["start"] is None for s in without["statements"] if s["said"])


@pytest.mark.parametrize(("day", "words"), [("yesterday-ish", "is not a day"), ("2999-01-01", "in the future")])
def test_a_day_that_is_none_is_refused(article: Path, day: str, words: str) -> None:
    """Wrong usage, told in one line with the mend."""
    done = run("read", article, "--published", day)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_spring_is_that_of_the_hemisphere(article: Path) -> None:
    """March to May in the north, September to November in the south."""

    def ends(*options: str) -> set[str]:
        found = read_json(article, "--published", "2022-11-24", *options)
        return {t["end"] for s in found["statements"] for t in s["refers_to"] if t["end"]}

    assert "2023-06-01" in ends()
    assert "2022-12-01" in ends("--hemisphere", "south")  # the spring that is on


def test_a_table_of_people_gives_identifiers(article: Path, tmp_path: Path) -> None:
    """A row that cannot be used is named by its line; the others are used, and the exit code says that not all was."""
    table = tmp_path / "people.csv"
    table.write_text("name,aliases,kind,identifier\nOren Tash,,person,Q1\n,,person,Q2\n", encoding="utf-8")
    done = run("read", article, "--format", "jsonl", "--people", table)
    entities = json.loads(done.stdout)["entities"]
    assert [e["identifier"] for e in entities if e["name"] == "Oren Tash"] == ["wikidata:Q1"]
    assert "people.csv:3" in complaint(done)
    assert done.returncode == 3


def test_a_table_that_is_none_stops_before_the_first_document(article: Path, tmp_path: Path) -> None:
    """One line, whatever the file is."""
    for content in (None, b"\x00\x01\x02", b"nothing,of,use\n1,2,3\n"):
        table = tmp_path / "people.csv"
        if content is not None:
            table.write_bytes(content)
        done = run("read", article, "--people", table)
        assert done.returncode == 1
        assert "people.csv" in complaint(done)
        assert done.stdout == b""
