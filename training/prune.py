"""A trained reader -> one with narrower feed-forward layers, the neurons kept that move the output most.

A neuron is worth its mean activation, in absolute value, times the length of what it adds to the output: the
plain criterion of structured pruning (as in Molchanov et al. 2017, without gradients). The narrower reader is
trained further.
"""

from collections.abc import Iterable
from dataclasses import replace

import torch
from torch.nn import functional as F

from training.batches import Batch
from training.model import Reader


@torch.no_grad()
def narrow(reader: Reader, batches: Iterable[Batch], inner: int) -> Reader:
    """The reader with `inner` neurons in each feed-forward layer, chosen by their activations on the batches."""
    reader.eval()
    totals = [torch.zeros(reader.shape.inner) for _ in reader.layers]
    hooks = []
    for i, layer in enumerate(reader.layers):

        def add(module: torch.nn.Module, given: object, made: torch.Tensor, total: torch.Tensor = totals[i]) -> None:
            total += F.gelu(made).abs().sum((0, 1)).float()

        hooks.append(layer.inner.register_forward_hook(add))
    for batch in batches:
        reader.encode(batch.ids, batch.features, batch.mask)
    for hook in hooks:
        hook.remove()
    state = reader.state_dict()
    for i, (layer, total) in enumerate(zip(reader.layers, totals, strict=True)):
        keep = (total * layer.outer.weight.norm(dim=0)).topk(inner).indices.sort().values
        state[f"layers.{i}.inner.weight"] = layer.inner.weight[keep]
        state[f"layers.{i}.inner.bias"] = layer.inner.bias[keep]
        state[f"layers.{i}.outer.weight"] = layer.outer.weight[:, keep]
    narrower = Reader(replace(reader.shape, inner=inner), reader.dropout.p)
    narrower.load_state_dict(state)
    return narrower
