"""Kill it while it adds, and see that nothing is lost: `python benchmarks/faults.py [--postgres ADDRESS]`.

Two hundred articles, made of the bundled ones, are added with two workers. The process is killed (SIGKILL) at a
hundred random moments and started again each time; in the end the record must equal one that was filled undisturbed,
but for keys and times. Then two processes add at once while a third reads. Prints what held; exit code 1 if anything
did not.
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import onrecord
from onrecord.store.store import Store

ADD = """
import sys
from onrecord.pipeline import Options
from onrecord.record import Record
with Record(sys.argv[1]) as record:
    for result in record.add([sys.argv[2]], Options(workers=int(sys.argv[3]))):
        pass
"""
LOOK = """
import sys, time
from onrecord.store.store import Store
end = time.monotonic() + float(sys.argv[2])
with Store(sys.argv[1]) as store:
    while time.monotonic() < end:
        for reading in store.load_all():
            pass
"""
_LONGEST_RUN_S = 1.2
"""So short that 200 articles take more runs than there are kills."""


def make_articles(path: Path, count: int, seed: int = 0) -> None:
    """Articles of a few paragraphs each, drawn from the bundled ones, as JSON Lines."""
    folder = Path(onrecord.__file__).parent / "examples"
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))]
    paragraphs = [p for text in texts for p in text.split("\n\n") if len(p) > 80]
    draw = random.Random(seed)
    rows = ({"id": f"a{n}", "text": "\n\n".join(draw.sample(paragraphs, 4))} for n in range(count))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def start(code: str, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=subprocess.PIPE)


def finish(process: "subprocess.Popen[bytes]") -> str:
    """Waits for its end. Returns what it complained of, empty where nothing went wrong."""
    complaint = process.communicate()[1].decode()
    return complaint if process.returncode else ""


def add_killed(address: str, articles: Path, kills: int, workers: int = 2, seed: int = 0) -> int:
    """Add articles, killed so often on the way, then to the end. Returns how often it was killed before it was done."""
    draw = random.Random(seed)
    for done in range(kills):
        process = start(ADD, address, str(articles), str(workers))
        try:
            process.wait(draw.uniform(0.0, _LONGEST_RUN_S))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        else:
            return done
        finally:
            if process.stderr:
                process.stderr.close()
    complaint = finish(start(ADD, address, str(articles), str(workers)))
    if complaint:
        raise SystemExit(f"the last run failed: {complaint}")
    return kills


def dump(address: str) -> list[str]:
    """All that a record holds, but for keys and times: readings, which statements are copies, and who stands as one."""
    told = []
    actors: defaultdict[int, list[str]] = defaultdict(list)
    with Store(address) as store:
        for filed in store.list_filed():
            told.append(json.dumps([filed.reading.to_dict(), filed.version, sorted(filed.copies)], sort_keys=True))
            for entity, actor in filed.actors.items():
                actors[actor].append(f"{filed.address} {entity}")
    return sorted([*told, *(json.dumps(sorted(one)) for one in actors.values())])


def find_faults(address: str) -> list[str]:
    """What `onrecord check` says of a record."""
    with Store(address) as store:
        return list(store.check())


def count(address: str) -> int:
    with Store(address) as store:
        return store.count()["documents"]


def add_together(address: str, first: Path, second: Path, look_s: float) -> list[str]:
    """Two processes add at once and a third reads all the while. Returns their complaints."""
    running = [start(ADD, address, str(path), "1") for path in (first, second)]
    running.append(start(LOOK, address, str(look_s)))
    return [complaint for process in running if (complaint := finish(process))]


def try_all(address: str, other: str, articles: Path, kills: int) -> Iterator[tuple[str, bool]]:
    """Each thing that must hold, and whether it did."""
    began = time.monotonic()
    killed = add_killed(address, articles, kills)
    complaint = finish(start(ADD, other, str(articles), "2"))
    same = not complaint and dump(address) == dump(other)
    yield f"killed {killed} times in {time.monotonic() - began:.0f} s: the record equals an undisturbed one", same
    yield "and nothing in it is wrong", not find_faults(address)
    more = [articles.with_name(f"more{n}.jsonl") for n in (1, 2)]
    for n, path in enumerate(more):
        make_articles(path, 20, seed=n + 1)
        path.write_text(path.read_text().replace('"id": "a', f'"id": "b{n}-'))
    before = count(address)
    complaints = add_together(address, *more, look_s=10)
    yield "two processes add and one reads: no complaint " + " ".join(complaints), not complaints
    yield "and nothing is lost", count(address) == before + 40 and not find_faults(address)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--postgres", nargs=2, metavar="ADDRESS", help="two empty databases, used instead of files")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-faults-") as folder:
        articles = Path(folder) / "articles.jsonl"
        make_articles(articles, given.articles)
        address, other = given.postgres or (str(Path(folder) / "a.db"), str(Path(folder) / "b.db"))
        held = True
        for told, holds in try_all(address, other, articles, given.kills):
            print(f"{'holds' if holds else 'FAILS'}: {told}")
            held &= holds
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
