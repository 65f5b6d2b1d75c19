"""The providers that LangChain connects to: their packages, and what each is told."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from core.errors import ModelFault
from core.settings import Settings
from core.types import Message, Usage
from models.address import THIS_MACHINE, Address
from models.chunk import Chunk
from models.faults import overflows
from models.keys import NONE_NEEDED, key_for

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PACKAGES = {
    "openai": "langchain-openai",
    "anthropic": "langchain-anthropic",
    "ollama": "langchain-ollama",
}
OPTIONAL = ("temperature", "seed", "stream_options", "max_tokens")  # some models refuse some of them
SEED = 1
ONCE = {"Connection": "close"}  # a request, a connection: what is closed is gone for the server too
TRACING = ("LANGCHAIN_TRACING", "LANGCHAIN_HANDLER")  # of old; LangChain refuses to work with them


class Provider:
    """Asks a model through LangChain, which retries nothing and traces nothing."""

    def __init__(self, address: Address, settings: Settings) -> None:
        """Raises ModelFault "missing package" or "bad key". Asks nobody anything."""
        require_package(address.provider)
        self._address = address
        self._settings = settings
        self._key = key_for(address)
        self._refused: set[str] = set()  # of OPTIONAL
        self._chat: BaseChatModel | None = None

    def prepare(self) -> None:
        """Imports the provider's package, which takes seconds."""
        self._connected()

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Chunk, None]:
        """The reply as it comes. An option that the model refuses is left out, and it is asked again."""
        from langsmith.run_helpers import tracing_context

        told = [(message.role, message.content) for message in messages]
        begun = False
        while True:
            try:
                with tracing_context(enabled=False):
                    async with aclosing(self._connected().astream(told)) as chunks:  # type: ignore[type-var]
                        async for chunk in chunks:
                            begun = True
                            yield _chunk(chunk)
                return
            except Exception as error:
                refused = _refused_option(error)
                if begun or refused is None or refused in self._refused:
                    raise
                self._refused.add(refused)
                self._chat = None

    def _connected(self) -> BaseChatModel:
        if self._chat is None:
            from langchain.chat_models import init_chat_model

            for variable in TRACING:
                os.environ.pop(variable, None)
            chat = init_chat_model(
                self._address.model, model_provider=self._address.provider, **self._arguments()
            )
            if self._address.provider == "anthropic":  # whose class takes no client
                import anthropic

                client = anthropic.DefaultAsyncHttpxClient(**self._http)
                vars(chat)["_async_client"] = chat._async_client.copy(http_client=client)
            self._chat = chat
        return self._chat

    def _arguments(self) -> dict[str, Any]:
        """What the provider's class is made with."""
        build = {"openai": self._openai, "anthropic": self._anthropic, "ollama": self._ollama}
        arguments = {"temperature": 0, **build[self._address.provider]()}
        return {name: value for name, value in arguments.items() if name not in self._refused}

    def _openai(self) -> dict[str, Any]:
        import openai

        most = self._settings.model_reply_tokens
        # OpenAI's own name for the limit is max_completion_tokens; other servers know max_tokens only
        limit = {"extra_body": {"max_tokens": most}} if self._address.own_url else {"max_tokens": most}
        return {
            "seed": SEED,
            "base_url": self._address.url,
            "api_key": self._key,
            "max_retries": 0,
            "timeout": self._settings.model_total_seconds,
            "stream_chunk_timeout": None,
            "stream_usage": "stream_options" not in self._refused,
            "default_headers": ONCE,
            "http_async_client": openai.DefaultAsyncHttpxClient(**self._http),
            **({} if "max_tokens" in self._refused else limit),
            **({"use_responses_api": False} if self._address.own_url else {}),
        }

    def _anthropic(self) -> dict[str, Any]:
        return {
            "base_url": self._address.url,
            "api_key": self._key,
            "max_retries": 0,
            "timeout": self._settings.model_total_seconds,
            "max_tokens": self._settings.model_reply_tokens,
            "default_headers": ONCE,
        }

    def _ollama(self) -> dict[str, Any]:
        return {
            "seed": SEED,
            "base_url": self._address.url,
            "num_ctx": self._settings.model_window,  # Ollama cuts what is longer than 4,096 without a word
            "num_predict": self._settings.model_reply_tokens,
            "reasoning": False,
            "client_kwargs": {
                "timeout": self._settings.model_total_seconds,
                **self._http,
                "headers": ONCE,
                **({} if self._key == NONE_NEEDED else {"auth": _Bearer(self._key)}),
            },
        }

    @property
    def _http(self) -> dict[str, Any]:
        """No redirects, or text and key might go elsewhere than the page says; no proxy to this machine."""
        return {"follow_redirects": False, "trust_env": self._address.where != THIS_MACHINE}


class _Bearer:
    """Adds a key to a request; among the headers it would stand in what LangChain's class shows of itself."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: Any) -> Any:  # noqa: ANN401  httpx's Request
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request


def require_package(provider: str) -> None:
    """Raises ModelFault "missing package" where a provider's package is not installed; imports nothing."""
    package = PACKAGES[provider]
    if importlib.util.find_spec(package.replace("-", "_")) is None:
        raise ModelFault(
            "missing package",
            f"Asking {provider} models takes the package {package}, which is not installed. "
            f"Run: pip install {package} -c constraints.txt",
        )


def _refused_option(error: Exception) -> str | None:
    """The option that a model refuses, if that is what went wrong."""
    if getattr(error, "status_code", None) not in (400, 422) and not isinstance(error, ValueError):
        return None
    if overflows(error):
        return None
    words = str(error)
    return next((option for option in OPTIONAL if option in words), None)


def _chunk(message: Any) -> Chunk:  # noqa: ANN401  LangChain's AIMessageChunk
    told = message.response_metadata
    counted = message.usage_metadata
    usage = Usage(counted["input_tokens"], counted["output_tokens"]) if counted else None
    ends = (
        "finish_reason",
        "stop_reason",
        "done_reason",
        "status",
    )  # OpenAI's, Anthropic's, Ollama's, Responses
    finish = next((str(told[end]) for end in ends if told.get(end)), "stop" if told.get("done") else None)
    return Chunk(str(message.text), finish, usage)
