"""GraphML: who speaks of whom, for Gephi, Cytoscape, igraph, NetworkX.

Written as it is counted, with nothing held: a node and the edges that leave it, then the next.
"""

import re
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape

from onrecord.show.exports.form import NOTE, Format

if TYPE_CHECKING:
    from onrecord.store.network import Edge, Node
    from onrecord.store.store import Store

_KEYS = {
    "node": {"name": "string", "kind": "string", "identifier": "string", "said": "int"},
    "edge": {"statements": "int", "weight": "int", "example1": "string", "example2": "string", "example3": "string"},
}
_ILLEGAL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'


def write(record: "Store", stream: IO[str], quotes_only: bool) -> int:
    stream.write(_HEAD)
    for of, names in _KEYS.items():
        for name, kind in names.items():
            stream.write(f'<key id="{of}_{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n')
    stream.write(f'<graph id="speaks_of" edgedefault="directed">\n<desc>{_escape(NOTE)}</desc>\n')
    for node in record.list_nodes():
        name = _name(node)
        told = {"name": node.name, "kind": node.kind, "identifier": node.identifier, "said": node.said}
        stream.write(f'<node id="{name}">{_fill("node", told)}</node>\n')
        for edge in record.list_edges(node, examples=3):
            stream.write(f'<edge source="{name}" target="{_name(edge)}">{_fill("edge", _count(edge))}</edge>\n')
    stream.write("</graph>\n</graphml>\n")
    return record.count()["documents"]


def _count(edge: "Edge") -> dict[str, str | int | None]:
    """`weight` leaves copies out: ten outlets that print one story are one witness."""
    shown = {f"example{i}": f"{e.words} ({e.address} {e.statement})" for i, e in enumerate(edge.examples, start=1)}
    return {"statements": edge.statements, "weight": edge.statements - edge.copies, **shown}


def _name(what: "Node | Edge") -> str:
    return f"a{what.actor}" if what.entity is None else f"e{what.entity}"


def _fill(of: str, values: dict[str, str | int | None]) -> str:
    return "".join(
        f'<data key="{of}_{name}">{_escape(str(value))}</data>' for name, value in values.items() if value is not None
    )


def _escape(words: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", words), {"\r": "&#13;"})


GRAPHML = Format(".graphml", write)
