"""A model in a folder, run with transformers: nothing is downloaded, no code of the folder is run."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Sequence
from functools import lru_cache
from typing import Any

from core.settings import Settings
from core.types import Message, Usage
from models.address import Address
from models.chunk import Chunk
from models.faults import Faults

_one_at_a_time = threading.Lock()  # two at once would each take twice as long, and the memory twice


class Folder:
    """Asks a local model. It is loaded for the first question and kept."""

    def __init__(self, address: Address, settings: Settings) -> None:
        self._path = address.url
        self._settings = settings
        self._faults = Faults(address, settings)

    def prepare(self) -> None:
        """Loads the model. Raises ModelFault "unknown model" where the folder holds none that can be run."""
        try:
            _loaded(self._path)
        except (OSError, ValueError, KeyError, ImportError) as error:
            raise self._faults.unusable_folder() from error

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Chunk, None]:
        """The reply as it comes; closing it ends the computation after the token in work."""
        from transformers import AsyncTextIteratorStreamer

        tokenizer, model = _loaded(self._path)
        prompt = tokenizer(_as_text(tokenizer, messages), return_tensors="pt", add_special_tokens=False)
        told = int(prompt["input_ids"].shape[1])
        self._require_room(told, model)
        streamer = AsyncTextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
        stop = threading.Event()
        computing = asyncio.ensure_future(asyncio.to_thread(self._compute, model, prompt, streamer, stop))
        try:
            async for text in streamer:
                yield Chunk(text)
            written = await computing
        finally:
            stop.set()
        finish = "length" if written >= self._settings.model_reply_tokens else "stop"
        yield Chunk(finish=finish, usage=Usage(told, written))

    def _require_room(self, told: int, model: Any) -> None:  # noqa: ANN401
        """Raises ModelFault "too long" where prompt and reply do not fit into the model."""
        own = getattr(model.config, "max_position_embeddings", None) or self._settings.model_window
        if told + self._settings.model_reply_tokens > min(own, self._settings.model_window):
            raise self._faults.prompt_too_long()

    def _compute(self, model: Any, prompt: Any, streamer: Any, stop: threading.Event) -> int:  # noqa: ANN401
        """Writes the reply to the streamer; comes back with the number of tokens."""
        from transformers import StoppingCriteriaList

        told = prompt["input_ids"].shape[1]
        try:
            with _one_at_a_time:
                written = model.generate(
                    **prompt,
                    streamer=streamer,
                    max_new_tokens=self._settings.model_reply_tokens,
                    do_sample=False,
                    stopping_criteria=StoppingCriteriaList([_Stopping(stop)]),
                )
        finally:
            streamer.end()  # or a fault would leave the reader waiting
        return int(written.shape[1]) - int(told)


class _Stopping:
    """Tells transformers after each token whether the reader has stopped."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def __call__(self, ids: Any, scores: Any, **_: object) -> Any:  # noqa: ANN401
        import torch

        return torch.full((ids.shape[0],), self._stop.is_set(), dtype=torch.bool, device=ids.device)


@lru_cache(maxsize=1)
def _loaded(path: str) -> tuple[Any, Any]:
    """Tokenizer and model of a folder."""
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    here = {"local_files_only": True, "trust_remote_code": False}
    model: Any = AutoModelForCausalLM.from_pretrained(path, **here)
    return AutoTokenizer.from_pretrained(path, **here), model.eval()


def _as_text(tokenizer: Any, messages: Sequence[Message]) -> str:  # noqa: ANN401
    """The conversation as the model was trained to read it, or, where that is not known, plainly."""
    if tokenizer.chat_template:
        told = [{"role": message.role, "content": message.content} for message in messages]
        return str(tokenizer.apply_chat_template(told, tokenize=False, add_generation_prompt=True))
    return "\n\n".join([*(message.content for message in messages), ""])
