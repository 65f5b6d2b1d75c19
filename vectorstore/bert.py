"""The embedding model and the reader as OpenVINO graphs, built from weights: no torch, nothing exported.

Both are BERT's encoder (Devlin et al. 2019). The embedding model has the pooling of
sentence-transformers over it: a mean over tokens, normalised. It takes the means' weights as an input, so
that one pass over a passage gives the vector of the passage and of each of its sentences. The reader has
two linear layers over it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op
from safetensors.numpy import load_file

Weights = Mapping[str, ov.Node]


# Weights that share one scale in 8 bits. With 32, and attention and the outer layers left in float32,
# 98.6% of the top ten stay the same; with one scale a row, as is usual, 96% (docs/answering.md).
GROUP = 32


def build(folder: Path, *, eight_bit: bool = False) -> ov.Model:
    """The model in `folder` as a graph; `eight_bit` makes its bulk a fifth faster.

    Inputs: `ids` and `mask`, int64 of shape (batch, tokens), and `means`, float32 of shape
    (batch, vectors, tokens), each row the weights of one mean. Output: unit vectors of shape
    (batch, vectors, width); a row of zeros stays zeros.
    """
    config = _config(folder)
    # as constants of OpenVINO's own: its operators turn a bare array into a list first, for seconds
    arrays = load_file(folder / "model.safetensors")
    inner = _inner_weights(config["num_hidden_layers"])
    weights = {
        name: _eight_bit(array) if eight_bit and name in inner else op.constant(array)
        for name, array in arrays.items()
    }
    ids = op.parameter([-1, -1], np.int64, name="ids")
    mask = op.parameter([-1, -1], np.int64, name="mask")
    means = op.parameter([-1, -1, -1], np.float32, name="means")
    one_text = op.constant(np.int64(0))  # all tokens are of type 0
    pooled = op.matmul(means, _encoder(ids, one_text, mask, weights, config), False, False)
    vectors = op.normalize_l2(pooled, np.array([2]), 1e-24, "max")
    graph = ov.Model([vectors], [ids, mask, means], "sentence-embedding")
    # else it is named by a count of the process, and each graph that one builds leaves 90 MB in the cache
    graph.output(0).set_names({"vectors"})
    return graph


def build_reader(folder: Path, learned: Path) -> ov.Model:
    """The reader as a graph: the embeddings of the model in `folder` under what the reader `learned`.

    Inputs: `ids`, `types` and `mask`, int64 of shape (batch, tokens). Output: float32 of the same shape,
    the log-odds that a token is part of an answer, against that nothing in its row answers.
    """
    arrays = {**load_file(folder / "model.safetensors"), **load_file(learned)}
    weights = {name: op.constant(array.astype(np.float32)) for name, array in arrays.items()}
    ids, types, mask = (op.parameter([-1, -1], np.int64, name=name) for name in ("ids", "types", "mask"))
    hidden = _encoder(ids, types, mask, weights, _config(folder))
    tokens = op.squeeze(_dense(hidden, weights, "token."), np.array([2]))
    first = op.gather(hidden, np.int64(0), np.int64(1))
    odds = op.subtract(tokens, _dense(first, weights, "none."))
    return ov.Model([odds], [ids, types, mask], "reader")


def _config(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return read


def _encoder(
    ids: ov.Node, types: ov.Node, mask: ov.Node, weights: Weights, config: Mapping[str, Any]
) -> ov.Node:
    """The states of the last layer, of shape (batch, tokens, width)."""
    hidden = _embeddings(ids, types, weights, config)
    masked = _attention_mask(mask)
    for layer in range(config["num_hidden_layers"]):
        hidden = _layer(hidden, masked, weights, f"encoder.layer.{layer}.", config)
    return hidden


def _inner_weights(layers: int) -> set[str]:
    """The large weights after attention, but for the first and last layer, which tell most in the result."""
    parts = ("intermediate.dense.weight", "output.dense.weight")
    return {f"encoder.layer.{layer}.{part}" for layer in range(1, layers - 1) for part in parts}


def _eight_bit(array: NDArray[np.float32]) -> ov.Node:
    """The weights as 8-bit numbers with a scale for every GROUP inputs, which OpenVINO multiplies so."""
    rows, columns = array.shape
    groups = array.reshape(rows, columns // GROUP, GROUP)
    scales = np.abs(groups).max(axis=2, keepdims=True) / 127
    numbers = op.convert(op.constant(np.round(groups / scales).astype(np.int8)), "f32")
    return op.reshape(op.multiply(numbers, op.constant(scales)), np.array([rows, columns]), False)


def _embeddings(ids: ov.Node, types: ov.Node, weights: Weights, config: Mapping[str, Any]) -> ov.Node:
    words = op.gather(weights["embeddings.word_embeddings.weight"], ids, np.int64(0))
    length = op.gather(op.shape_of(ids), np.int64(1), np.int64(0))
    steps = op.range(np.int64(0), length, np.int64(1), output_type="i64")
    places = op.gather(weights["embeddings.position_embeddings.weight"], steps, np.int64(0))
    kinds = op.gather(weights["embeddings.token_type_embeddings.weight"], types, np.int64(0))
    return _norm(op.add(op.add(words, places), kinds), weights, "embeddings.LayerNorm.", config)


def _attention_mask(mask: ov.Node) -> ov.Node:
    """True where a token may be attended to, of shape (batch, 1, 1, tokens)."""
    return op.unsqueeze(op.convert(mask, "boolean"), np.array([1, 2]))


def _layer(hidden: ov.Node, mask: ov.Node, weights: Weights, name: str, config: Mapping[str, Any]) -> ov.Node:
    heads = int(config["num_attention_heads"])
    query, key, value = (
        _heads(_dense(hidden, weights, f"{name}attention.self.{part}."), heads)
        for part in ("query", "key", "value")
    )
    attended = op.transpose(op.scaled_dot_product_attention(query, key, value, mask), np.array([0, 2, 1, 3]))
    joined = op.reshape(attended, np.array([0, 0, -1]), special_zero=True)
    output = _dense(joined, weights, f"{name}attention.output.dense.")
    hidden = _norm(op.add(hidden, output), weights, f"{name}attention.output.LayerNorm.", config)
    wide = op.gelu(_dense(hidden, weights, f"{name}intermediate.dense."), "erf")
    output = _dense(wide, weights, f"{name}output.dense.")
    return _norm(op.add(hidden, output), weights, f"{name}output.LayerNorm.", config)


def _heads(states: ov.Node, heads: int) -> ov.Node:
    """(batch, tokens, width) -> (batch, heads, tokens, width of a head)."""
    split = op.reshape(states, np.array([0, 0, heads, -1]), special_zero=True)
    return op.transpose(split, np.array([0, 2, 1, 3]))


def _dense(states: ov.Node, weights: Weights, name: str) -> ov.Node:
    return op.add(op.matmul(states, weights[f"{name}weight"], False, True), weights[f"{name}bias"])


def _norm(states: ov.Node, weights: Weights, name: str, config: Mapping[str, Any]) -> ov.Node:
    """Layer normalisation over the last axis."""
    scaled = op.mvn(states, np.array([-1]), True, config["layer_norm_eps"], "inside_sqrt")
    return op.add(op.multiply(scaled, weights[f"{name}weight"]), weights[f"{name}bias"])
