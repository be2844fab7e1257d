"""How often parse_html is right about pages, beside trafilatura alone.

    python benchmarks/pages.py CORPORA_DIR

CORPORA_DIR holds `html_meta.jsonl` (`{"file", "url", "title", "date", "authors", "with", "without"}` a line) and
the pages that it names, gzipped. Matching, the same for both:

- title: equal after folding white space and case
- date: the same day
- authors: equal sets after folding white space and case
- with: the segment is in the text; without: it is not. A text's first line is not searched where it is the
  document's title: a document begins with its title, and some sets count the title as not of the text.

trafilatura alone is `trafilatura.bare_extraction(html, url=url, with_metadata=True)`.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from onrecord.errors import ParseError
from onrecord.parse.html import parse_html
from onrecord.types import Page


@dataclass(frozen=True, slots=True)
class Answer:
    title: str | None = None
    date: str | None = None
    authors: str | None = None
    text: str = ""


def ask_trafilatura(data: bytes, url: str) -> Answer:
    found = trafilatura.bare_extraction(data, url=url, with_metadata=True)
    if not isinstance(found, trafilatura.settings.Document):
        return Answer()
    return Answer(found.title, found.date, found.author, found.text or "")


def ask_onrecord(data: bytes, url: str) -> Answer:
    try:
        document = parse_html(Page(url, data, "html", url=url))
    except ParseError:
        return Answer()
    return Answer(document.title, document.published, document.author, document.text.removeprefix(document.title or ""))


def fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def measure(name: str, ask: Callable[[bytes, str], Answer], folder: Path) -> None:
    rows = [json.loads(line) for line in (folder / "html_meta.jsonl").read_text("utf-8").splitlines()]
    titles = dates = authors = found = let_in = 0
    seconds = 0.0
    for row in rows:
        data = gzip.decompress((folder / row["file"]).read_bytes())
        begun = time.perf_counter()
        answer = ask(data, row["url"])
        seconds += time.perf_counter() - begun
        titles += fold(answer.title or "") == fold(row["title"])
        dates += (answer.date or "")[:10] == row["date"]
        authors += {fold(each) for each in (answer.authors or "").split(";")} == {fold(each) for each in row["authors"]}
        found += sum(segment in answer.text for segment in row["with"])
        let_in += sum(segment in answer.text for segment in row["without"])
    wanted, unwanted = (sum(len(row[key]) for row in rows) for key in ("with", "without"))
    print(
        f"{name:12} title {titles}/{len(rows)}  date {dates}/{len(rows)}  authors {authors}/{len(rows)}  "
        f"with {found}/{wanted}  without let in {let_in}/{unwanted}  {1000 * seconds / len(rows):.0f} ms a page"
    )


def main() -> None:
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "html_meta.jsonl").exists():
        sys.exit("usage: python benchmarks/pages.py CORPORA_DIR (a folder with html_meta.jsonl and its pages)")
    for name, ask in (("trafilatura", ask_trafilatura), ("onrecord", ask_onrecord)):
        ask(b"<html><body><p>first imports are not counted</p></body></html>", "https://example.org")
        measure(name, ask, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
