"""Every test of the store runs on SQLite and on PostgreSQL, which is started for it from Debian's packages."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.store.store import Store


class Server:
    """A PostgreSQL of the tests' own, on a socket in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
        path = shutil.which("pg_ctl") or (str(found[-1]) if found else None)
        assert path, "these tests need PostgreSQL: apt install postgresql"
        self.programs = Path(path).parent
        self.folder = folder
        # PostgreSQL refuses to run as root.
        self.before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.before:
            shutil.chown(folder, "postgres", "postgres")
        self.run("initdb", "--no-sync", "--auth=trust", "--username=onrecord", "--encoding=UTF8", "--locale=C.UTF-8")

    def run(self, program: str, *arguments: str) -> None:
        command = [*self.before, str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        settings = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=40"
        settings += " -c fsync=off -c autovacuum=off"
        self.run("pg_ctl", "start", "-w", "-l", str(self.folder / "log"), "-o", settings)

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "-w", "-m", "immediate")

    def make_database(self) -> str:
        """The address of a database that is empty."""
        import psycopg

        name = f"test_{secrets.token_hex(6)}"
        with psycopg.connect(f"host={self.folder} user=onrecord dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://onrecord@/{name}?host={self.folder}"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="onrecord-pg-") as folder:
        path = Path(folder)
        path.chmod(0o755)
        running = Server(path)
        running.start()
        yield running
        running.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new record may be."""
    if request.param == "sqlite":
        return str(tmp_path / "record.db")
    made: str = request.getfixturevalue("server").make_database()
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def make_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the address of a new record each time."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"{secrets.token_hex(6)}.db")
    make: Callable[[], str] = request.getfixturevalue("server").make_database
    return make


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a new record may be that the tests of a module only ask."""
    if request.param == "sqlite":
        return str(tmp_path_factory.mktemp("shared") / "record.db")
    made: str = request.getfixturevalue("server").make_database()
    return made


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with Store(address) as opened:
        yield opened
