"""The road runs one way: imports point back along it."""

import ast
from pathlib import Path

import pytest

import onrecord

PACKAGE = Path(onrecord.__file__).parent
ROAD = (
    "types errors child fetch parse detect attribute resolve weigh store ask show pipeline workers record cli".split()
)
# types -> show: a reading asked by a notebook to show itself; pipeline -> workers: reading in several processes.
ALLOWED = {("types", "show"), ("pipeline", "workers")}
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE or p.stem in ROAD)


def imported_stages(path: Path) -> set[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return {n.split(".")[1] for n in names if n.startswith("onrecord.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_stage_imports_only_what_comes_before_it(path: Path) -> None:
    """No import points down the road, apart from the two that are named."""
    own = path.stem if path.parent == PACKAGE else path.relative_to(PACKAGE).parts[0]
    later = {s for s in imported_stages(path) if ROAD.index(s) > ROAD.index(own)}
    assert not {s for s in later if (own, s) not in ALLOWED}


def test_types_import_nothing_of_ours_at_the_top() -> None:
    """types.py loads without any other module of the package."""
    tree = ast.parse((PACKAGE / "types.py").read_text(encoding="utf-8"))
    top = [n.module or "" for n in tree.body if isinstance(n, ast.ImportFrom)]
    assert not [m for m in top if m.startswith("onrecord")]
