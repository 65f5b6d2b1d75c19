"""What can go wrong with a model, each with a sentence that holds neither a server's own words nor a key."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from core.errors import ModelFault
from core.settings import Settings
from models.address import FOLDER, Address
from models.keys import SECRETS, VARIABLES, key_is_missing

LIBRARIES = {"openai", "anthropic", "ollama", "httpx", "httpx2", "httpcore", "httpcore2", "transformers"}
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)  # what libraries raise on odd replies
REFUSED_CONNECTION = {"ConnectError", "ConnectTimeout", "ProxyError", "UnsupportedProtocol"}
NO_CREDIT = ("credit balance", "insufficient_quota", "insufficient balance", "billing_hard_limit")
OVERFLOW = ("context length", "context_length", "context size", "context window", "prompt is too long")


class Oversized(Exception):
    """A reply is much longer than it was allowed to be."""


class Failure(ModelFault):
    """A fault with what supervision must know of it."""

    def __init__(self, kind: str, message: str, *, passing: bool = False, after: float | None = None) -> None:
        super().__init__(kind, message)
        self.passing = passing  # whether it may be gone when asked again
        self.after = after  # the seconds that the server asks to wait


def overflows(error: BaseException) -> bool:
    """Whether a server says that the prompt is longer than its window."""
    words = str(error).lower()
    return any(phrase in words for phrase in OVERFLOW)


def lacks_credit(error: BaseException) -> bool:
    """Whether a server says that the account is empty; Anthropic's says so with status 400."""
    words = str(error).lower()
    return getattr(error, "code", None) == "insufficient_quota" or any(
        phrase in words for phrase in NO_CREDIT
    )


class Faults:
    """The faults of one model, worded with its place and its settings."""

    def __init__(self, address: Address, settings: Settings) -> None:
        self._address = address
        self._settings = settings
        self._server = address.server
        self._opening = self._server.replace("the ", "The ", 1)  # at the beginning of a sentence

    def of(self, error: BaseException) -> ModelFault | None:
        """The fault that an error of a model's library is; None where it is none of theirs."""
        if isinstance(error, ModelFault):
            return error
        if isinstance(error, Oversized):
            return self.oversized()
        chain = list(_chain(error))
        names = {kind.__name__ for link in chain for kind in type(link).__mro__}
        status = next((s for link in chain if isinstance(s := getattr(link, "status_code", None), int)), -1)
        if status >= 300:
            return self._status(status, error)
        if names & REFUSED_CONNECTION or any(isinstance(link, ConnectionRefusedError) for link in chain):
            return self._unreachable()
        if names & {"TransportError", "APIConnectionError"} or isinstance(error, OSError):
            return self._broken()
        if any(isinstance(link, UNREADABLE) for link in chain):
            return self._unreadable()
        if any(type(link).__module__.partition(".")[0] in LIBRARIES for link in chain):
            return self._failed()
        return None

    def _status(self, status: int, error: BaseException) -> ModelFault:
        if status in (401, 403):
            return self._bad_key(status)
        if status == 404:
            return self._unknown_model()
        if status == 413 or overflows(error):
            return self.prompt_too_long()
        if status == 402 or (status in (400, 429) and lacks_credit(error)):
            return self._no_credit()
        if status == 429:
            return self._rate_limited(error)
        if status >= 500 or status == 408:
            return self._failed(status, after=_retry_after(error))
        if status < 400:
            return Failure(
                "server",
                f"{self._opening} sends the request on to another address, which is not followed. "
                "Set PINCITE_MODEL_URL to the address that it is meant to go to.",
            )
        return Failure(
            "server",
            f"{self._opening} refused the request (status {status}). "
            f"See in its log why, and whether it serves the model {self._address.model!r}.",
        )

    def _unreachable(self) -> ModelFault:
        if self._address.own_url or self._address.provider == "ollama":
            remedy = "See that it runs, and that PINCITE_MODEL_URL is right."
        else:
            remedy = "See that this machine has a network connection."
        return Failure("unreachable", f"No connection to {self._server}. {remedy}", passing=True)

    def _broken(self) -> ModelFault:
        return Failure(
            "unreachable",
            f"{self._opening} closed the connection before its reply began. Ask again; if it happens again, "
            "look into the server's log.",
            passing=True,
        )

    def _bad_key(self, status: int) -> ModelFault:
        variable = VARIABLES[self._address.provider]
        if status == 401 and key_is_missing(self._address):
            return Failure(
                "bad key",
                f"{self._opening} wants a key (status 401), and there is none. "
                f"Set {variable} in the environment or in {SECRETS}.",
            )
        may = f"The key in {variable} may not use {self._address.model!r} at {self._server}"
        wrong = f"{self._opening} does not accept the key in {variable}"
        return Failure(
            "bad key",
            f"{wrong if status == 401 else may} (status {status}). "
            f"Correct it in the environment or in {SECRETS}, and start Pincite again.",
        )

    def _unknown_model(self) -> ModelFault:
        if self._address.provider == "ollama":
            remedy = f"Run: ollama pull {self._address.model}"
        elif self._address.own_url:
            remedy = "Correct PINCITE_MODEL, or PINCITE_MODEL_URL: most servers want /v1 at its end."
        else:
            remedy = "Correct PINCITE_MODEL."
        return Failure("unknown model", f"{self._opening} has no model {self._address.model!r}. {remedy}")

    def _no_credit(self) -> ModelFault:
        return Failure(
            "rate limited",
            f"The account at {self._server} has no credit left. Add some, or answer without a model.",
        )

    def _rate_limited(self, error: BaseException) -> ModelFault:
        after = _retry_after(error)
        wait = f"in {_seconds(math.ceil(after))}" if after else "in a minute"
        return Failure(
            "rate limited",
            f"{self._opening} takes no more requests for now (rate limit). "
            f"Ask again {wait}, or answer without a model.",
            passing=True,
            after=after,
        )

    def _failed(self, status: int | None = None, *, after: float | None = None) -> ModelFault:
        told = f" (status {status})" if status else ""
        if self._address.provider == FOLDER:
            remedy = "Ask again; if it happens again, the model may be too large for this machine's memory."
        else:
            remedy = "Ask again; if it happens again, look into the server's log or its status page."
        return Failure("server", f"{self._opening} failed{told}. {remedy}", passing=True, after=after)

    def _unreadable(self) -> ModelFault:
        return Failure(
            "malformed",
            f"{self._opening} sent a reply that cannot be read. See that PINCITE_MODEL names the right "
            "provider for it, and that PINCITE_MODEL_URL is right.",
        )

    def first_token(self) -> ModelFault:
        """Nothing came in time."""
        return Failure(
            "first token",
            f"{self._opening} began no reply within {_seconds(self._settings.model_first_token_seconds)}. "
            "Ask again, or raise PINCITE_MODEL_FIRST_TOKEN_SECONDS.",
        )

    def idle(self) -> ModelFault:
        """It stood still in the middle."""
        return Failure(
            "idle",
            f"{self._opening} fell silent in the middle of its reply, for "
            f"{_seconds(self._settings.model_idle_seconds)}. "
            "Ask again, or raise PINCITE_MODEL_IDLE_SECONDS.",
        )

    def total(self) -> ModelFault:
        """The time for a whole reply is over."""
        return Failure(
            "total",
            f"{self._opening} was not done within {_seconds(self._settings.model_total_seconds)}. "
            "Ask again, raise PINCITE_MODEL_TOTAL_SECONDS, or choose a faster model.",
        )

    def cut(self) -> ModelFault:
        """The reply broke off in the middle."""
        return Failure(
            "cut",
            f"The reply of {self._server} broke off in the middle, twice. "
            "Ask again; if it happens again, look into the server's log.",
            passing=True,
        )

    def oversized(self) -> ModelFault:
        """It went on and on."""
        return Failure(
            "malformed",
            f"{self._opening} went on far beyond the {self._settings.model_reply_tokens} tokens that it was "
            "asked for, and was stopped. Choose another model.",
        )

    def reply_too_long(self) -> ModelFault:
        """The limit ended the reply."""
        return Failure(
            "too long",
            f"The reply of {self._server} was not done after {self._settings.model_reply_tokens} tokens. "
            "Raise PINCITE_MODEL_REPLY_TOKENS; models that think before they answer need several thousand.",
        )

    def prompt_too_long(self) -> ModelFault:
        """The prompt is longer than the model's window."""
        return Failure(
            "too long",
            f"Question and passages are too long for {self._server}. Set PINCITE_MODEL_WINDOW "
            f"(now {self._settings.model_window}) to the tokens that the model really has.",
        )

    def unusable_folder(self) -> ModelFault:
        """The folder holds no model that transformers can run."""
        return Failure(
            "unknown model",
            f"{self._opening} cannot be loaded: the folder holds no text model that transformers can run "
            "without code of the folder's own. Choose another one.",
        )

    def empty(self) -> ModelFault:
        """Not a word came."""
        return Failure("empty", f"{self._opening} sent an empty reply. Ask again, or choose another model.")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it was raised from."""
    seen = 0
    while error is not None and seen < 10:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        seen += 1


def _seconds(number: int) -> str:
    return f"{number} second{'s' if number != 1 else ''}"


def _retry_after(error: Any) -> float | None:  # noqa: ANN401  of any library
    """The seconds that the header Retry-After asks for: "7", or a date.

    Ollama's own error has no headers: those of the HTTP error in whose place it was raised are read.
    """
    responses = (getattr(one, "response", None) for one in (error, error.__context__))
    headers: Any = next((found for one in responses if (found := getattr(one, "headers", None))), {})
    stated = str(headers.get("retry-after") or "").strip()
    try:
        seconds = float(stated)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):  # no date, or one without a zone
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None
