"""The weights and their card: loaded, checked, run one window at a time.

A window runs alone and unpadded: int8 ranges are taken from what shares the tensor, so only then does a
text give the same statements whatever else is read beside it.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.detect.features import BREAKS, QUOTED, Pieces, cut_pieces
from onrecord.detect.labels import DISTANCES, LINE_BREAKS, MENTION_TAGS, TAGS
from onrecord.detect.layout import Layout
from onrecord.detect.windows import cut_windows
from onrecord.errors import WeightsError

CONTRACT = 3
"""Of the card: a change that an older reader cannot read raises it."""
WEIGHTS = Path(__file__).with_name("weights")
LONGEST_WINDOW = 512
"""Pieces that the encoder has positions for."""
_AT_ONCE = 32
"""Windows of which the scores are gathered at once: arithmetic on one alone takes longer than its numbers."""
EVIDENCE = 9
"""How many numbers a statement's confidence rests on."""
_NEVER = np.float32(-20)
"""Logarithm of a probability that is as good as none."""
_FIRST_PIECE, _LAST_PIECE = 101, 102
_CONTENT = (TAGS.index("B-content"), TAGS.index("I-content"))
_BEGINS = slice(1, None, 2)
"""The tags that begin a span."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """The small tables of one pointer."""

    distance: NDArray[np.float32]
    crossing: NDArray[np.float32]
    nowhere: NDArray[np.float32]
    """Weights of the score of pointing nowhere; the last one is its bias."""


@dataclass(frozen=True, slots=True)
class Card:
    """The contract that travels with the weights."""

    version: str
    sha256: str
    """Of the weights file."""
    tokenizer_sha256: str
    window: int
    """Most pieces of a window."""
    pointer_width: int
    pointers: dict[str, Pointer]
    transitions: NDArray[np.float32]
    """(1 + tags, tags): added when a tag follows another; the first row is for a sentence's start."""
    mention_transitions: NDArray[np.float32]
    """The same for the tags of names, (1 + mention tags, mention tags)."""
    tag_bias: NDArray[np.float32]
    begin_threshold: float
    """A span may begin only where the probability of some beginning is at least this."""
    slack: float
    """How much less probable (a log ratio) a join may be that leaves no cue and no source idle."""
    confidence: dict[str, list[float]]
    """Weights of the calibrated confidence, by name of the evidence."""
    min_confidence: float
    """Statements below it are left out by default."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of a text of n pieces."""

    pieces: Pieces
    tags: NDArray[np.float32]
    """(n, tags) log-probabilities."""
    mentions: NDArray[np.float32]
    """(n, mention tags) log-probabilities."""
    begins: NDArray[np.int64]
    """(m,) pieces at which a span may begin, ascending."""
    asks: NDArray[np.float16]
    """(m, 2, width): for each of `begins`, what it asks with as cue and as content."""
    answers: NDArray[np.float16]
    """(m, 2, width): what it answers with, as source and as cue."""


class Model:
    """A loaded reader."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Load weights, card and tokeniser. Raises WeightsError where they are missing or damaged."""
        self.card = load_card(folder / "card.json")
        self.tokenizer = _load_tokenizer(_read_checked(folder / "tokenizer.json", self.card.tokenizer_sha256))
        self._session = _open_session(_read_checked(folder / "reader.onnx", self.card.sha256), str(folder))

    def score(self, layout: Layout, advance: Callable[[int], None] = lambda done: None) -> Scores:
        """Score a text of any length; `advance` is told the characters done after each window."""
        card = self.card
        pieces = cut_pieces(layout, self.tokenizer)
        tags: list[NDArray[np.float32]] = []
        mentions: list[NDArray[np.float32]] = []
        begins: list[NDArray[np.int64]] = []
        vectors: list[NDArray[np.float16]] = []
        windows = list(cut_windows(layout, pieces, card.window))
        for first in range(0, len(windows), _AT_ONCE):
            some = windows[first : first + _AT_ONCE]
            told = []
            for start, end in some:
                told.append(self._run(pieces, start, end))
                advance(int(pieces.end[end - 1]))
            begin, end = some[0][0], some[-1][1]
            logs = begin_anew(np.concatenate([one[0] for one in told]), pieces.opens[begin:end])
            may_begin = np.exp(logs[:, _BEGINS]).sum(1) >= card.begin_threshold
            tags.append(logs)
            mentions.append(np.concatenate([one[2] for one in told]))
            begins.append(np.flatnonzero(may_begin) + begin)
            # A long document's whole vectors would fill the memory.
            picked = [one[1][may_begin[s - begin : e - begin]] for one, (s, e) in zip(told, some, strict=True)]
            vectors.append(np.concatenate(picked).astype(np.float16))
        width = card.pointer_width
        stacked = np.concatenate(vectors) if vectors else np.zeros((0, 4 * width), np.float16)
        return Scores(
            pieces,
            np.concatenate(tags) if tags else np.zeros((0, len(TAGS)), np.float32),
            np.concatenate(mentions) if mentions else np.zeros((0, len(MENTION_TAGS)), np.float32),
            np.concatenate(begins) if begins else np.zeros(0, np.int64),
            stacked[:, : 2 * width].reshape(-1, 2, width),
            stacked[:, 2 * width :].reshape(-1, 2, width),
        )

    def run(
        self, pieces: Pieces, start: int, end: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Of a window's pieces the log-probabilities of the tags, (t, tags), their four vectors, (t, 4 * width), and
        the log-probabilities of the tags of names, (t, mention tags)."""
        tags, vectors, mentions = self._run(pieces, start, end)
        return begin_anew(tags, pieces.opens[start:end]), vectors, mentions

    def _run(self, pieces: Pieces, start: int, end: int) -> list[NDArray[np.float32]]:
        """The same, but for contents that go on where a sentence opens."""
        size = end - start + 2
        ids = np.zeros((1, size), np.int64)
        ids[0, 0], ids[0, -1] = _FIRST_PIECE, _LAST_PIECE
        ids[0, 1:-1] = pieces.ids[start:end]
        layout = np.zeros((1, size), np.int64)
        layout[0, 1:-1] = (pieces.case[start:end] * BREAKS + pieces.breaks[start:end]) * QUOTED
        layout[0, 1:-1] += pieces.quoted[start:end]
        names = ["tags", "vectors", "mentions"]
        return [told[0, 1:-1] for told in self._session.run(names, {"ids": ids, "layout": layout})]


def begin_anew(logs: NDArray[np.float32], opens: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Log-probabilities (t, tags) in which a content that goes on where a sentence opens begins there."""
    begin, inside = _CONTENT
    changed = logs.copy()
    at = np.flatnonzero(opens)
    changed[at, begin] = np.logaddexp(logs[at, begin], logs[at, inside])
    changed[at, inside] = _NEVER
    return changed


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WeightsError(f"{path}: cannot be read ({error.strerror}); install onrecord again") from error


def _read_checked(path: Path, sha256: str) -> bytes:
    data = _read(path)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise WeightsError(f"{path}: damaged (its checksum is not the card's); install onrecord again")
    return data


def load_card(path: Path = WEIGHTS / "card.json") -> Card:
    """The contract of the weights. Raises WeightsError where it is missing, damaged or not for this version."""
    try:
        given: dict[str, Any] = json.loads(_read(path))
        if given["contract"] != CONTRACT:
            raise WeightsError(f"{path}: made for another version of onrecord; install the two together")

        def array(values: Any) -> NDArray[np.float32]:
            return np.asarray(values, dtype=np.float32)

        card = Card(
            version=given["version"],
            sha256=given["sha256"],
            tokenizer_sha256=given["tokenizer_sha256"],
            window=given["window"],
            pointer_width=given["pointer_width"],
            pointers={
                name: Pointer(array(t["distance"]), array(t["crossing"]), array(t["nowhere"]))
                for name, t in given["pointers"].items()
            },
            transitions=array(given["transitions"]),
            mention_transitions=array(given["mention_transitions"]),
            tag_bias=array(given["tag_bias"]),
            begin_threshold=given["begin_threshold"],
            slack=given["slack"],
            confidence=given["confidence"],
            min_confidence=given["min_confidence"],
        )
        _check_card(card, given["labels"], given["mention_labels"])
        return card
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WeightsError(f"{path}: not a card that this version reads ({error!r}); install onrecord again") from error


def _check_card(card: Card, labels: list[str], mention_labels: list[str]) -> None:
    """Raises ValueError where the card is not what this reader's arithmetic needs."""
    tags, tables = len(TAGS), (2 * len(DISTANCES) + 1, LINE_BREAKS, card.pointer_width + 1)
    names = len(MENTION_TAGS)
    shapes = {
        "transitions": (card.transitions, (1 + tags, tags)),
        "mention_transitions": (card.mention_transitions, (1 + names, names)),
        "tag_bias": (card.tag_bias, (tags,)),
    }
    for name in ("source", "content"):
        pointer = card.pointers[name]
        for part, size in zip(("distance", "crossing", "nowhere"), tables, strict=True):
            shapes[f"{name}.{part}"] = (getattr(pointer, part), (size,))
    wrong = [name for name, (table, shape) in shapes.items() if table.shape != shape]
    if tuple(labels) != TAGS:
        wrong.append("labels")
    if tuple(mention_labels) != MENTION_TAGS:
        wrong.append("mention_labels")
    if not 2 <= card.window <= LONGEST_WINDOW - 2:
        wrong.append("window")
    if len(card.confidence["weights"]) != EVIDENCE or len(card.confidence["bias"]) != 1:
        wrong.append("confidence")
    if wrong:
        raise ValueError(", ".join(wrong))


def _load_tokenizer(data: bytes) -> Tokenizer:
    tokenizer = Tokenizer.from_buffer(data)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _open_session(weights: bytes, where: str) -> Any:
    import onnxruntime  # 60 ms: only when a text is read

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # parallel work goes over processes: one window is too small to share
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The graph is built as it shall run: fused, the addition and norm would be run by an operator nine times slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no base class but Exception
        raise WeightsError(f"{where}: onnxruntime cannot load the weights; upgrade onnxruntime") from error
