"""Trains the reader: `python -m training.train --examples FOLDER --out FILE`.

Examples come from `python -m training.examples`. training/README.md has the data, the seed and the figures.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import torch
import typer
from safetensors.torch import save_file
from tokenizers import Tokenizer

from training.examples import Example, Seen, read_examples, training_set
from training.network import Network, loss
from vectorstore.embed import verified_default_model
from vectorstore.reader_input import Pieces, pieces

SEED = 20161111
QUESTIONS = 6  # a step
WRONG = 2  # passages without the answer, beside one with it
HARDEST = 10  # they are drawn from so many that the search ranked first
LEARNING_RATE = 1e-4
WARM_UP = 0.1  # share of the steps
WEIGHT_DECAY = 0.01
TOLD = 50  # steps


def main(
    examples: Annotated[Path, typer.Option(help="The folder that training.examples wrote.")],
    out: Annotated[Path, typer.Option(help="The weights to write, as safetensors in float16.")],
    passes: Annotated[float, typer.Option(help="How often each question is seen.")] = 2.0,
    threads: Annotated[int, typer.Option(help="Cores to use.")] = 2,
) -> None:
    """Train; write what differs from the package, and beside it, as learned.txt, the ids of the questions."""
    torch.set_num_threads(threads)
    torch.manual_seed(SEED)
    random.seed(SEED)
    folder = verified_default_model()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    network = Network(folder)
    network.train()
    learned_from = training_set(read_examples(examples))
    _train(network, tokenizer, learned_from, passes)
    learned = {
        name.removeprefix("bert."): value.to(torch.float16).contiguous()
        for name, value in network.state_dict().items()
        if "embeddings" not in name
    }
    save_file(learned, str(out))
    ids = sorted({example.id for example in learned_from})
    out.with_name("learned.txt").write_text("\n".join(ids) + "\n", encoding="utf-8")


def _train(network: Network, tokenizer: Tokenizer, examples: Sequence[Example], passes: float) -> None:
    parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
    steps = int(passes * len(examples) / QUESTIONS)
    optimizer = torch.optim.AdamW(parameters, lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, LEARNING_RATE, total_steps=steps + 1, pct_start=WARM_UP, anneal_strategy="linear"
    )
    questions = _endless(examples)
    started, total = time.monotonic(), 0.0
    for step in range(1, steps + 1):
        value = _loss(network, tokenizer, [next(questions) for _ in range(QUESTIONS)])
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        schedule.step()
        total += float(value.detach())
        if step % TOLD == 0:
            typer.echo(
                f"step {step} of {steps}, loss {total / TOLD:.4f}, {time.monotonic() - started:.0f} s",
                err=True,
            )
            total = 0.0


def _endless(examples: Sequence[Example]) -> Iterator[Example]:
    while True:
        yield from random.sample(examples, len(examples))


def _loss(network: Network, tokenizer: Tokenizer, examples: Sequence[Example]) -> torch.Tensor:
    rows: list[Pieces] = []
    right: list[torch.Tensor] = []
    owners: list[int] = []
    for number, example in enumerate(examples):
        for passage in _drawn(example):
            row = pieces(tokenizer, example.question, passage.place, passage.text, passage.sentences)
            if any(row.sentences):
                rows.append(row)
                right.append(
                    torch.tensor([r for r, kept in zip(passage.right, row.sentences, strict=True) if kept])
                )
                owners.append(number)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = network(rows, padded_to=QUESTIONS * (1 + WRONG))
    losses = [
        loss(
            torch.cat([s for s, owner in zip(scores, owners, strict=True) if owner == number]),
            torch.cat([r for r, owner in zip(right, owners, strict=True) if owner == number]),
        )
        for number in sorted(set(owners))
    ]
    return torch.stack(losses).mean()


def _drawn(example: Example) -> list[Seen]:
    """A passage with the answer and hard ones without; where nothing answers one more without."""
    held = [passage for passage in example.passages if any(passage.right)]
    others = [passage for passage in example.passages if passage.found and not any(passage.right)][:HARDEST]
    drawn = random.sample(held, 1) if held else []
    return drawn + random.sample(others, min(WRONG + (not held), len(others)))


if __name__ == "__main__":
    typer.run(main)
