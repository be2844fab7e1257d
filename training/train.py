"""Train the reader: `python -m training.train --corpora DIR --encoder DIR --run DIR`.

Stops and resumes: the run folder holds a checkpoint at most ten minutes old, and the same command goes on
from it. Uses a GPU where there is one.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from onrecord.detect.labels import TAGS
from training.batches import IGNORE, Batch, make_batches
from training.model import ANSWERED_BY, POINTERS, Reader, Shape, load_encoder
from training.prepare import Example, load_mentions, load_rows, load_tokenizer, prepare, read_rows
from training.teach import load_taught, teach


@dataclass(frozen=True)
class Recipe:
    """All that decides a run but its data."""

    epochs: int = 6
    layers: str = "0,1,2,3,4,5"
    """Of the encoder, or of the run started from: the ones that are kept."""
    window: int = 192
    batch_pieces: int = 2048
    rate: float = 1e-4
    head_rate: float = 1e-3
    table_rate: float = 2e-2
    """Of the tables of distances, line breaks and transitions: single numbers that start at nothing."""
    warmup: float = 0.1
    decay: float = 0.01
    dropout: float = 0.1
    pointer_weight: float = 0.5
    sequence_weight: float = 1.0
    taught_weight: float = 0.5
    """Of the teachers' probabilities against the gold tags, where there are teachers."""
    mention_weight: float = 0.5
    """Of the names, where they are marked."""
    dirt: float = 0.3
    """Share of documents made dirty."""
    average: float = 0.998
    share: float = 1.0
    """Of all data, for a pilot."""
    unlabelled: float = 0.5
    """Of the news without gold, each epoch."""
    seed: int = 1


def lose(model: Reader, batch: Batch, recipe: Recipe) -> torch.Tensor:
    x = model.encode(batch.ids, batch.features, batch.mask)
    scores = model.tags(x).float()
    loss = F.cross_entropy(scores.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORE)
    if recipe.taught_weight:
        real = batch.tags != IGNORE
        taught = F.cross_entropy(scores[real], batch.taught[real].float())
        loss = (1 - recipe.taught_weight) * loss + recipe.taught_weight * taught
    if recipe.sequence_weight:
        with torch.autocast(x.device.type, enabled=False):
            sequence = model.lose_tags(scores, batch.tags, batch.opens)
        loss = loss + recipe.sequence_weight * sequence
    if recipe.mention_weight and bool((batch.mentions != IGNORE).any()):
        named = model.mentions(x).float()
        each = F.cross_entropy(named.flatten(0, 1), batch.mentions.flatten(), ignore_index=IGNORE)
        with torch.autocast(x.device.type, enabled=False):
            loss = loss + recipe.mention_weight * (each + model.lose_mentions(named, batch.mentions, batch.opens))
    for pointer in POINTERS:
        if len(batch.at[pointer]):
            scores = model.point(
                x, pointer, batch.at[pointer], batch.distance[pointer], batch.crossing[pointer], batch.mask
            )
            scores, target = scores.float(), batch.target[pointer]
            # Among all pieces it learns what a cue or source looks like, among real ones which of them is meant.
            rivals = batch.tags[batch.at[pointer][:, 0]] == TAGS.index(ANSWERED_BY[pointer])
            rivals = torch.cat([torch.ones_like(target, dtype=torch.bool)[:, None], rivals], 1)
            rivals = rivals.scatter(1, target[:, None], True)
            among = F.cross_entropy(scores.masked_fill(~rivals, -1e4), target)
            loss = loss + recipe.pointer_weight * (F.cross_entropy(scores, target) + among)
    return loss


def group_of(name: str) -> str:
    """Which rate a parameter learns at."""
    if name.startswith(("words", "positions", "norm", "layers.")):
        return "body"
    return (
        "table"
        if name.startswith(("distance", "crossing", "starts", "transitions", "mention_starts", "mention_transitions"))
        else "head"
    )


def to_device(batch: Batch, device: torch.device) -> Batch:
    def move(value):
        return {k: v.to(device) for k, v in value.items()} if isinstance(value, dict) else value.to(device)

    return Batch(**{name: move(value) for name, value in vars(batch).items()})


@torch.no_grad()
def measure(model: Reader, examples: list[Example], recipe: Recipe, device: torch.device) -> dict[str, float]:
    """Losses and accuracies of tags and pointers on whole documents, windows without context."""
    model.eval()
    total: dict[str, list[float]] = {}
    for batch in make_batches(examples, recipe.window, 4096, np.random.default_rng(0), rough=False):
        batch = to_device(batch, device)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            x = model.encode(batch.ids, batch.features, batch.mask)
            scores = model.tags(x).float()
        real = batch.tags != IGNORE
        total.setdefault("tag_loss", []).append(float(F.cross_entropy(scores[real], batch.tags[real])))
        total.setdefault("tag_accuracy", []).append(float((scores.argmax(-1) == batch.tags)[real].float().mean()))
        for pointer in POINTERS:
            if len(batch.at[pointer]):
                points = model.point(
                    x, pointer, batch.at[pointer], batch.distance[pointer], batch.crossing[pointer], batch.mask
                )
                hit = points.argmax(-1) == batch.target[pointer]
                total.setdefault(f"{pointer}_accuracy", []).append(float(hit.float().mean()))
    model.train()
    return {name: round(float(np.mean(values)), 4) for name, values in total.items()}


def load_trained(model: Reader, start: Path, layers: tuple[int, ...]) -> list[str]:
    """Fill a reader from a finished run, its layers from those that are named.

    Returns the names of its parameters that the run did not have.
    """
    saved = torch.load(start / "model.pt", map_location="cpu", weights_only=True)["model"]
    state = {name: value for name, value in saved.items() if not name.startswith("layers.")}
    for i, layer in enumerate(layers):
        behind = f"layers.{layer}."
        state |= {f"layers.{i}.{n[len(behind) :]}": v for n, v in saved.items() if n.startswith(behind)}
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected:
        raise SystemExit(f"{start}: has parts that this reader has not ({', '.join(unexpected[:3])} ...)")
    return list(missing)


@dataclass(frozen=True)
class Lessons:
    """What a run learns from."""

    gold: list[Example]
    """With gold statements or names."""
    unlabelled: list[Example]
    """Read by teachers."""
    tune: list[Example]
    """Only measured on."""

    def of_epoch(self, epoch: int, recipe: Recipe) -> list[Example]:
        """All that has gold, and another share of the rest each time."""
        every = round(1 / recipe.share)
        size = round(recipe.unlabelled * len(self.unlabelled) * recipe.share)
        rng = np.random.default_rng([recipe.seed, epoch, 1])
        chosen = rng.permutation(len(self.unlabelled))[:size]
        return self.gold[::every] + [self.unlabelled[i] for i in chosen]


def load_lessons(corpora: Path, tokenizer: Tokenizer, taught: Path | None) -> Lessons:
    """Examples of PolNeAR alone, or with what teachers say of them and of news without gold."""
    gold, tune = load_rows(corpora)
    if taught is None:
        return Lessons(prepare(gold, tokenizer), [], prepare(tune, tokenizer))
    named = load_mentions(corpora, "train")
    rows = ({**r, "mentions": named[r["id"]]} if r["id"] in named else r for r in read_rows(taught / "lessons.jsonl"))
    examples = teach(prepare(rows, tokenizer), load_taught(taught))
    ids = {row["id"] for row in gold}
    with_gold = [e for e in examples if e.row["id"] in ids or e.mentions is not None]
    without = [e for e in examples if e.row["id"] not in ids and e.mentions is None]
    return Lessons(with_gold, without, prepare(tune, tokenizer))


def train(
    lessons: Lessons,
    encoder: Path,
    run: Path,
    recipe: Recipe,
    checkpoint_s: float = 600,
    start: Path | None = None,
    freeze: bool = False,
) -> None:
    """Train a reader from its encoder, or from the finished run `start`; `freeze` trains only what is new since it."""
    if recipe.taught_weight and not any(e.taught is not None for e in lessons.gold):
        raise SystemExit("no teachers: give --taught-weight 0, or --lessons")
    run.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(recipe.seed)
    layers = tuple(int(i) for i in recipe.layers.split(","))
    shape = Shape(layers=len(layers))
    model = Reader(shape, recipe.dropout).to(device)
    load_encoder(model, encoder / "model.safetensors", layers)
    if start is not None:
        new = load_trained(model, start, layers)
        for name, parameter in model.named_parameters():
            parameter.requires_grad = not freeze or name in new
    groups: dict[str, list[torch.nn.Parameter]] = {"body": [], "head": [], "table": []}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            groups[group_of(name)].append(parameter)
    if not any(groups.values()):
        raise SystemExit("nothing to train: every head is in the run that this one starts from; leave out --freeze")
    given = zip(groups.values(), (recipe.rate, recipe.head_rate, recipe.table_rate), strict=True)
    optimizer = torch.optim.AdamW(
        [{"params": p, "lr": rate} for p, rate in given], weight_decay=recipe.decay, fused=True
    )
    average = {n: p.detach().clone() for n, p in model.state_dict().items()}
    tokenizer = load_tokenizer(encoder / "tokenizer.json")

    def batches(epoch: int) -> Iterator[Batch]:
        rng = np.random.default_rng([recipe.seed, epoch])
        examples = lessons.of_epoch(epoch, recipe)
        return make_batches(examples, recipe.window, recipe.batch_pieces, rng, True, recipe.dirt, tokenizer)

    steps = sum(1 for _ in batches(0)) * recipe.epochs
    rates = [group["lr"] for group in optimizer.param_groups]
    epoch, skip, step = 0, 0, 0
    checkpoint = run / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=device, weights_only=True)
        if saved["recipe"] != asdict(recipe):
            raise SystemExit(f"{run}: was begun with another recipe, {saved['recipe']}; give another --run")
        torch.set_rng_state(saved["random"].cpu())
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average = saved["average"]
        epoch, skip, step = saved["epoch"], saved["skip"], saved["step"]
    log = (run / "log.jsonl").open("a", encoding="utf-8")
    model.train()
    saved_at = started = time.monotonic()
    losses: list[float] = []

    def save(epoch: int, skip: int) -> None:
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "average": average}
        state["random"] = torch.get_rng_state()
        part = checkpoint.with_suffix(".part")
        torch.save({**state, "epoch": epoch, "skip": skip, "step": step, "recipe": asdict(recipe)}, part)
        part.replace(checkpoint)

    while epoch < recipe.epochs:
        for i, batch in enumerate(batches(epoch)):
            if i < skip:
                continue
            done = min(1.0, step / steps)
            scale = min(1.0, done / recipe.warmup) * (1 - max(0.0, done - recipe.warmup) / (1 - recipe.warmup))
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * max(scale, 1e-3)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                loss = lose(model, to_device(batch, device), recipe)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            with torch.no_grad():
                keep = min(recipe.average, step / (step + 10))
                for name, value in model.state_dict().items():
                    average[name].lerp_(value, 1 - keep)
            losses.append(loss.item())
            if step % 50 == 0:
                row = {"step": step, "of": steps, "loss": round(float(np.mean(losses)), 4)}
                print(json.dumps({**row, "s": round(time.monotonic() - started)}), file=log, flush=True)
                losses = []
            if time.monotonic() - saved_at > checkpoint_s:
                save(epoch, i + 1)
                saved_at = time.monotonic()
        epoch, skip = epoch + 1, 0
        save(epoch, 0)
        averaged = Reader(shape, 0.0).to(device)
        averaged.load_state_dict(average)
        figures = {"epoch": epoch, "last": measure(model, lessons.tune, recipe, device)}
        figures["average"] = measure(averaged, lessons.tune, recipe, device)
        print(json.dumps(figures), file=log, flush=True)
    part = run / "model.part"
    torch.save({"model": average, "recipe": asdict(recipe)}, part)
    part.replace(run / "model.pt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--lessons", type=Path, help="folder of what teachers say, as training.teach writes it")
    parser.add_argument("--start", type=Path, help="a finished run to start from, instead of the bare encoder")
    parser.add_argument("--freeze", action="store_true", help="with --start: train only the heads that it had not")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    given = vars(parser.parse_args())
    torch.set_num_threads(given.pop("threads"))
    corpora, encoder, run, taught, start, freeze = (
        given.pop(name) for name in ("corpora", "encoder", "run", "lessons", "start", "freeze")
    )
    lessons = load_lessons(corpora, load_tokenizer(encoder / "tokenizer.json"), taught)
    train(lessons, encoder, run, Recipe(**given), start=start, freeze=freeze)


if __name__ == "__main__":
    main()
