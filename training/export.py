"""A trained reader -> the ONNX file that ships: `python -m training.export --run DIR --out DIR`.

The graph is built node by node rather than traced: it is small, and so every operator is one that
onnxruntime runs fused on a CPU. Weights are int8 (symmetric, one scale a column, QInt8), activations are
quantised while running, one scale a window; word embeddings are int8 with one scale a row.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from onrecord.detect.labels import MENTION_TAGS, TAGS
from training.model import POINTERS, Reader, Shape, as_numpy

MICROSOFT = "com.microsoft"


class Graph:
    """Collects nodes and constants; every method returns the name of its output."""

    def __init__(self, quantise: bool) -> None:
        self.quantise = quantise
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, value: np.ndarray) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, *inputs: str, domain: str = "", outputs: int = 1, name: str = "", **attributes) -> str:
        names = [name or f"n{len(self.nodes)}"] if outputs == 1 else [f"n{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else ",".join(names)

    def linear(self, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x @ weight + bias; weight has shape (in, out)."""
        if not self.quantise:
            return self.node("Add", self.node("MatMul", x, self.constant(weight)), self.constant(bias))
        small, scale, zero = self.shrink(weight)
        return self.node("DynamicQuantizeMatMul", x, small, scale, zero, self.constant(bias), domain=MICROSOFT)

    def linears(self, x: str, *parts: tuple[np.ndarray, np.ndarray]) -> list[str]:
        """x @ weight + bias for each part; x is quantised once."""
        if not self.quantise:
            return [self.linear(x, *part) for part in parts]
        rounded, of_rounded, zero_of_rounded = self.node("DynamicQuantizeLinear", x, outputs=3).split(",")
        found = []
        for weight, bias in parts:
            small, scale, zero = self.shrink(weight)
            given = (rounded, small, of_rounded, scale, zero_of_rounded, zero, self.constant(bias))
            found.append(self.node("MatMulIntegerToFloat", *given, domain=MICROSOFT))
        return found

    def shrink(self, weight: np.ndarray) -> tuple[str, str, str]:
        """A matrix as int8, the scales of its columns and their zero points."""
        scale = np.maximum(np.abs(weight).max(0), 1e-8) / 127
        small = np.clip(np.round(weight / scale), -127, 127).astype(np.int8)
        zero = np.zeros(weight.shape[1], np.int8)
        return self.constant(small), self.constant(scale.astype(np.float32)), self.constant(zero)

    def table(self, rows: np.ndarray, ids: str) -> str:
        if not self.quantise:
            return self.node("Gather", self.constant(rows), ids)
        scale = np.maximum(np.abs(rows).max(1, keepdims=True), 1e-8) / 127
        small = self.constant(np.clip(np.round(rows / scale), -127, 127).astype(np.int8))
        found = self.node("Cast", self.node("Gather", small, ids), to=TensorProto.FLOAT)
        return self.node("Mul", found, self.node("Gather", self.constant(scale.astype(np.float32)), ids))


def build(model: Reader, quantise: bool) -> onnx.ModelProto:
    """The reader as a graph over one window: inputs `ids` and `layout` (1, t), outputs (1, t, ...)."""
    shape = model.shape
    g = Graph(quantise)

    def w(module: torch.nn.Linear) -> tuple[np.ndarray, np.ndarray]:
        return as_numpy(module.weight).T, as_numpy(module.bias)

    def norm(module: torch.nn.LayerNorm) -> tuple[str, str]:
        return g.constant(as_numpy(module.weight)), g.constant(as_numpy(module.bias))

    case, breaks, quoted = (as_numpy(t.weight) for t in model.features)
    layout = (case[:, None, None] + breaks[None, :, None] + quoted[None, None, :]).reshape(-1, shape.width)
    words = g.table(as_numpy(model.words.weight), "ids")
    length = g.node("Shape", "ids", start=1, end=2)
    zero, axis = g.constant(np.zeros(1, np.int64)), g.constant(np.zeros(1, np.int64))
    places = g.node("Slice", g.constant(as_numpy(model.positions.weight)), zero, length, axis)
    x = g.node("Add", g.node("Add", words, places), g.node("Gather", g.constant(layout), "layout"))
    x = g.node("LayerNormalization", x, *norm(model.norm), axis=-1, epsilon=1e-12)
    for layer in model.layers:
        parts = g.linears(x, w(layer.query), w(layer.key), w(layer.value))
        y = g.node("Attention", *parts, q_num_heads=shape.heads, kv_num_heads=shape.heads)
        y = g.linear(y, *w(layer.attended))
        x = g.node("LayerNormalization", g.node("Add", x, y), *norm(layer.attended_norm), axis=-1, epsilon=1e-12)
        y = g.node("Gelu", g.linear(x, *w(layer.inner)), domain=MICROSOFT)
        y = g.linear(y, *w(layer.outer))
        x = g.node("LayerNormalization", g.node("Add", x, y), *norm(layer.outer_norm), axis=-1, epsilon=1e-12)
    tags = g.node("MatMul", x, g.constant(as_numpy(model.tags.weight).T))
    g.node("LogSoftmax", g.node("Add", tags, g.constant(as_numpy(model.tags.bias))), axis=-1, name="tags")
    pointers = [w(bank[p]) for bank in (model.asks, model.answers) for p in POINTERS]
    joined = g.linear(x, np.concatenate([p[0] for p in pointers], 1), np.concatenate([p[1] for p in pointers]))
    g.node("Gelu", joined, domain=MICROSOFT, name="vectors")
    mentions = g.node("MatMul", x, g.constant(as_numpy(model.mentions.weight).T))
    g.node("LogSoftmax", g.node("Add", mentions, g.constant(as_numpy(model.mentions.bias))), axis=-1, name="mentions")
    outputs = [("tags", len(TAGS)), ("vectors", 4 * shape.pointer), ("mentions", len(MENTION_TAGS))]
    graph = helper.make_graph(
        g.nodes,
        "reader",
        [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "t"]) for name in ("ids", "layout")],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "t", n]) for name, n in outputs],
        g.constants,
    )
    opsets = [helper.make_opsetid("", 23), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=11)


def pointer_tables(model: Reader) -> dict[str, dict[str, list[float]]]:
    """The pointers' small tables, for the card: the reader adds them outside the graph."""

    def plain(values: np.ndarray) -> list[float]:
        return [round(float(v), 5) for v in values.ravel()]

    return {
        p: {
            "distance": plain(as_numpy(model.distance[p])),
            "crossing": plain(as_numpy(model.crossing[p])),
            "nowhere": plain(np.append(as_numpy(model.nowhere[p].weight), as_numpy(model.nowhere[p].bias))),
        }
        for p in POINTERS
    }


def load_run(run: Path) -> Reader:
    """The averaged model of a finished run, or of its last checkpoint."""
    path = run / "model.pt" if (run / "model.pt").exists() else run / "checkpoint.pt"
    saved = torch.load(path, map_location="cpu", weights_only=True)
    model = Reader(Shape(layers=len(saved["recipe"]["layers"].split(","))), 0.0)
    model.load_state_dict(saved["model"] if path.name == "model.pt" else saved["average"])
    return model.eval()


def transition_tables(model: Reader) -> tuple[list[list[float]], list[list[float]]]:
    """Of the tags and of the tags of names, (1 + tags, tags): scores of a sentence's first tag, then of each tag behind
    each other."""
    return (
        _plain_table(model.starts, model.transitions + model.allowed),
        _plain_table(model.mention_starts, model.mention_transitions + model.mention_allowed),
    )


def _plain_table(starts: torch.Tensor, table: torch.Tensor) -> list[list[float]]:
    rows = np.concatenate([as_numpy(starts)[None], as_numpy(table)])
    rows[0, 2::2] = -1e9  # nothing is inside before it began
    return [[round(float(v), 4) if v > -5e3 else -1e9 for v in row] for row in rows]
