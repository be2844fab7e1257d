"""A killed process loses at most the few readings that it was about to keep, and two at once get on with each other."""

import time
from pathlib import Path

from benchmarks import faults
from onrecord.store.store import Store
from tests.store.conftest import Server


def test_killed_and_started_again(address: str, tmp_path: Path) -> None:
    """A few times, at random moments: the record is as if nothing had happened."""
    articles = tmp_path / "articles.jsonl"
    faults.make_articles(articles, 8)
    faults.add_killed(address, articles, kills=4)
    undisturbed = str(tmp_path / "undisturbed.db")
    assert not faults.finish(faults.start(faults.ADD, undisturbed, str(articles), "1"))
    assert faults.dump(address) == faults.dump(undisturbed)


def test_two_add_and_one_reads(address: str, tmp_path: Path) -> None:
    """None complains, and nothing is lost."""
    paths = [tmp_path / f"{n}.jsonl" for n in range(2)]
    for n, path in enumerate(paths):
        faults.make_articles(path, 4, seed=n)
        path.write_text(path.read_text().replace('"id": "a', f'"id": "{n}-'))
    Store(address).close()
    assert faults.add_together(address, *paths, look_s=3) == []
    assert faults.count(address) == 8


def test_postgresql_restarts_in_the_middle(server: Server, tmp_path: Path) -> None:
    """Adding reconnects and goes on: nothing is lost, nobody complains."""
    address = server.make_database()
    articles = tmp_path / "articles.jsonl"
    faults.make_articles(articles, 10)
    with Store(address) as store:
        adding = faults.start(faults.ADD, address, str(articles), "1")
        while store.count()["documents"] < 2:
            assert adding.poll() is None
            time.sleep(0.05)
    server.stop()
    server.start()
    assert faults.finish(adding) == ""
    assert faults.count(address) == 10
