"""The reader as a PyTorch module: a BERT encoder with layout features, tags and pointers.

The encoder is all-MiniLM-L6-v2's (6 layers, 384 wide; Wang et al. 2020). To its embeddings come those of
case, line breaks and quotation state. On top: BIO tags, and two pointers in the biaffine manner of Dozat
and Manning (2017): each cue points at its source, each content piece at its cue, either may point nowhere.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.detect.features import BREAKS, CASES, QUOTED
from onrecord.detect.labels import DISTANCES, LINE_BREAKS, MENTION_TAGS, TAGS

ANSWERED_BY = {"source": "B-source", "content": "B-cue"}
"""Each pointer, by what asks or is asked for, and the tag of the pieces that answer."""
POINTERS = tuple(ANSWERED_BY)


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    pointer: int = 96
    features: tuple[int, int, int] = field(default=(CASES, BREAKS, QUOTED))


class Layer(nn.Module):
    """One post-norm transformer layer, named as BERT's checkpoint names its parts."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self.attended = nn.Linear(shape.width, shape.width)
        self.attended_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.outer_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, t, w = x.shape
        size = w // self.heads

        def split(y: Tensor) -> Tensor:
            return y.view(b, t, self.heads, size).transpose(1, 2).reshape(b * self.heads, t, size)

        # Spelt out: on a CPU PyTorch's fused attention takes more than twice as long on the way back.
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        with torch.autocast(x.device.type, enabled=False):
            scores = torch.baddbmm(mask.to(q.dtype), q, k.transpose(1, 2), alpha=size**-0.5)
            y = torch.softmax(scores, -1) @ v
        y = y.view(b, self.heads, t, size)
        x = self.attended_norm(x + self.dropout(self.attended(y.transpose(1, 2).reshape(b, t, w))))
        return self.outer_norm(x + self.dropout(self.outer(F.gelu(self.inner(x)))))


class Reader(nn.Module):
    """Word pieces with features -> tag scores and pointer scores."""

    def __init__(self, shape: Shape = Shape(), dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.features = nn.ModuleList(nn.Embedding(n, shape.width) for n in shape.features)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.tags = nn.Linear(shape.width, len(TAGS))
        self.mentions = nn.Linear(shape.width, len(MENTION_TAGS))
        self.asks = nn.ModuleDict({p: nn.Linear(shape.width, shape.pointer) for p in POINTERS})
        self.answers = nn.ModuleDict({p: nn.Linear(shape.width, shape.pointer) for p in POINTERS})
        self.nowhere = nn.ModuleDict({p: nn.Linear(shape.pointer, 1) for p in POINTERS})
        self.distance = nn.ParameterDict({p: nn.Parameter(torch.zeros(2 * len(DISTANCES) + 1)) for p in POINTERS})
        self.crossing = nn.ParameterDict({p: nn.Parameter(torch.zeros(LINE_BREAKS)) for p in POINTERS})
        self.starts = nn.Parameter(torch.zeros(len(TAGS)))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.mention_starts = nn.Parameter(torch.zeros(len(MENTION_TAGS)))
        self.mention_transitions = nn.Parameter(torch.zeros(len(MENTION_TAGS), len(MENTION_TAGS)))
        self.register_buffer("allowed", allowed_transitions(len(TAGS)), persistent=False)
        self.register_buffer("mention_allowed", allowed_transitions(len(MENTION_TAGS)), persistent=False)
        for table in self.features:
            nn.init.zeros_(table.weight)

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """(b, t) ids, (b, t, 3) features, (b, t) mask of real pieces -> (b, t, width)."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]]
        for i, table in enumerate(self.features):
            x = x + table(features[..., i])
        x = self.dropout(self.norm(x))
        bias = torch.zeros(mask.shape, dtype=x.dtype, device=x.device).masked_fill(~mask, -1e4)
        bias = bias.repeat_interleave(self.shape.heads, 0)[:, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def lose_tags(self, scores: Tensor, tags: Tensor, begins: Tensor) -> Tensor:
        return lose_sequence(scores, tags, begins, self.starts, self.transitions + self.allowed)

    def lose_mentions(self, scores: Tensor, tags: Tensor, begins: Tensor) -> Tensor:
        table = self.mention_transitions + self.mention_allowed
        return lose_sequence(scores, tags, begins, self.mention_starts, table)

    def ask(self, x: Tensor, pointer: str) -> Tensor:
        return F.gelu(self.asks[pointer](x))

    def answer(self, x: Tensor, pointer: str) -> Tensor:
        return F.gelu(self.answers[pointer](x))

    def point(self, x: Tensor, pointer: str, at: Tensor, distance: Tensor, crossing: Tensor, mask: Tensor) -> Tensor:
        """Scores of where the pieces at `at` (n, 2: row, piece) point: (n, 1 + t), nowhere first."""
        asking = self.ask(x[at[:, 0], at[:, 1]], pointer)
        answering = self.answer(x, pointer)[at[:, 0]]
        scores = torch.einsum("nd,ntd->nt", asking, answering) / self.shape.pointer**0.5
        scores = scores + self.distance[pointer][distance] + self.crossing[pointer][crossing]
        scores = scores.masked_fill(~mask[at[:, 0]], -1e4)
        return torch.cat([self.nowhere[pointer](asking), scores], 1)


def lose_sequence(scores: Tensor, tags: Tensor, begins: Tensor, starts: Tensor, table: Tensor) -> Tensor:
    """Negative log-likelihood of the tags a piece, as a linear-chain CRF (Lafferty et al. 2001).

    scores (b, t, tags); tags (b, t), negative where padded or where nobody marked a row; begins (b, t): sentences that
    start anew; starts (tags,), table (tags, tags): scores of a first tag, and of each behind each.
    """
    real = tags >= 0
    known = real.any(1)
    gold = tags.clamp(min=0)
    # A sentence's first piece follows nothing: whatever came before, its score is that of a start.
    steps = torch.where(begins[:, 1:, None, None], starts[None, None, None], table[None, None])
    path = scores.gather(2, gold[..., None])[..., 0]
    moves = steps.flatten(2).gather(2, (gold[:, :-1] * len(starts) + gold[:, 1:])[..., None])[..., 0]
    path = (path * real).sum(1) + (moves * real[:, 1:]).sum(1) + starts[gold[:, 0]]
    forward = starts + scores[:, 0]
    for i in range(1, scores.shape[1]):
        moved = torch.logsumexp(forward[:, :, None] + steps[:, i - 1], 1) + scores[:, i]
        forward = torch.where(real[:, i, None], moved, forward)
    return (torch.logsumexp(forward, 1) - path)[known].sum() / real.sum().clamp(min=1)


def allowed_transitions(tags: int) -> Tensor:
    """0 where one tag may follow another, -1e4 where not: inside only behind a beginning or inside of the same."""
    table = torch.zeros(tags, tags)
    for tag in range(2, tags, 2):
        table[:, tag] = -1e4
        table[tag - 1, tag] = table[tag, tag] = 0
    return table


def load_encoder(reader: Reader, path: Path, layers: tuple[int, ...]) -> None:
    """Fill a reader's encoder from a BERT checkpoint in safetensors form, its layers from those that are named."""
    given = load_file(path)
    names = {
        "attention.self.query": "query",
        "attention.self.key": "key",
        "attention.self.value": "value",
        "attention.output.dense": "attended",
        "attention.output.LayerNorm": "attended_norm",
        "intermediate.dense": "inner",
        "output.dense": "outer",
        "output.LayerNorm": "outer_norm",
    }
    state = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        "positions.weight": given["embeddings.position_embeddings.weight"],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    state["positions.weight"] = state["positions.weight"] + given["embeddings.token_type_embeddings.weight"][0]
    for i, given_layer in enumerate(layers):
        for theirs, ours in names.items():
            for part in ("weight", "bias"):
                state[f"layers.{i}.{ours}.{part}"] = given[f"encoder.layer.{given_layer}.{theirs}.{part}"]
    missing, unexpected = reader.load_state_dict(state, strict=False)
    lost = [m for m in missing if m.startswith(("words", "positions", "norm", "layers"))]
    if lost or unexpected:
        raise ValueError(f"{path}: not the encoder this reader expects ({lost + unexpected})")


def as_numpy(tensor: Tensor) -> np.ndarray:
    return tensor.detach().float().cpu().numpy()
