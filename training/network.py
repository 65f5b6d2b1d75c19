"""The reader as it is trained: the embedding model's encoder under two linear layers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel

from vectorstore.reader_input import Pieces

STEP = 64  # lengths are rounded up to it: for each new shape kernels are prepared anew, four times as slow


class Network(nn.Module):
    """Scores every sentence of a passage: the log-odds that it answers, against that nothing here does.

    A sentence's score is the highest of its pieces' logits less the logit of the first mark, which stands
    for "no answer here".
    """

    def __init__(self, folder: Path) -> None:
        """The encoder of the model in `folder`, its embeddings frozen: they are the package's own."""
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            str(folder), add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        width = self.bert.config.hidden_size
        self.token = nn.Linear(width, 1)
        self.none = nn.Linear(width, 1)
        for parameter in self.bert.embeddings.parameters():
            parameter.requires_grad = False

    def forward(self, rows: Sequence[Pieces], *, padded_to: int) -> list[torch.Tensor]:
        """For each row the scores of its sentences that were not cut off; `padded_to` rows at least."""
        longest = -(-max(len(row.ids) for row in rows) // STEP) * STEP
        ids = torch.zeros(max(padded_to, len(rows)), longest, dtype=torch.long)
        types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
        mask[:, 0] = 1  # a row that pads the batch attends to its first piece
        for number, row in enumerate(rows):
            length = len(row.ids)
            ids[number, :length] = torch.tensor(row.ids)
            types[number, row.question : length] = 1
            mask[number, :length] = 1
        hidden = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        logits = self.token(hidden).squeeze(-1).float()
        none = self.none(hidden[:, 0]).squeeze(-1).float()
        return [
            torch.stack([logits[number, span.start : span.end].max() for span in row.sentences if span])
            - none[number]
            if any(row.sentences)
            else torch.zeros(0)
            for number, row in enumerate(rows)
        ]


def loss(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """The mean, over the right sentences of one question, of -log P(this one | itself, the wrong, none).

    Without a right sentence: -log P(none). `scores` and `right` (bool) have one entry a sentence.
    """
    none = torch.zeros(1)
    wrong = torch.logsumexp(torch.cat([scores[~right], none]), 0)
    if not right.any():
        return wrong
    return (torch.logaddexp(scores[right], wrong) - scores[right]).mean()
