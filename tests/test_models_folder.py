"""A model in a folder of this machine: made here, tiny and untrained, but run as any other is."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast, set_seed

from core.errors import ModelFault
from core.settings import Settings
from core.types import Message, Piece
from models.connect import connect
from models.folder import Folder, _loaded

ASKED = (Message("system", "Be brief."), Message("user", "What is a trade secret?"))
TEMPLATE = "{% for message in messages %}<{{ message.role }}>{{ message.content }}{% endfor %}<assistant>"


def make(folder: Path, *, template: str | None = TEMPLATE, positions: int = 2000) -> Path:
    """A model of two layers whose tokens are bytes."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(
        models.BPE(vocab={letter: number for number, letter in enumerate(letters)}, merges=[])
    )
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<end>", pad_token="<end>")
    fast.chat_template = template
    fast.save_pretrained(folder)
    config = GPT2Config(
        vocab_size=len(fast),
        n_positions=positions,
        n_embd=32,
        n_layer=2,
        n_head=2,
        eos_token_id=fast.eos_token_id,
    )
    set_seed(0)  # one in many that chance made would end at once
    GPT2LMHeadModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("model"))


def settings(folder: Path, **changes: int) -> Settings:
    return replace(Settings(), model=f"folder:{folder}", **{"model_reply_tokens": 20, **changes})


def ask(
    settings: Settings, stopped: Callable[[], bool] = lambda: False
) -> tuple[list[Piece], ModelFault | None]:
    pieces: list[Piece] = []
    try:
        for piece in connect(settings)(ASKED, stopped=stopped):
            pieces.append(piece)
    except ModelFault as fault:
        return pieces, fault
    return pieces, None


def test_a_folder_writes_a_reply_on_this_machine(folder: Path) -> None:
    model = connect(settings(folder))
    assert model.where == "this machine"
    assert model.name == f"folder:{folder}"
    pieces, fault = ask(settings(folder))
    assert fault is not None
    assert fault.kind == "too long", "it was never taught to end"
    assert f"the model in {folder}" in str(fault)
    assert len("".join(piece.text for piece in pieces)) > 0
    asked = "<system>Be brief.<user>What is a trade secret?<assistant>"
    usage = pieces[-1].usage
    assert usage is not None
    assert (usage.tokens_in, usage.tokens_out, usage.counted_here) == (len(asked), 20, False)
    assert [piece.text for piece in ask(settings(folder))[0]] == [piece.text for piece in pieces], (
        "no chance in it"
    )


def test_transformers_is_another_word_for_it(folder: Path) -> None:
    assert connect(replace(Settings(), model=f"transformers:{folder}")).name == f"folder:{folder}"


def test_without_a_template_the_messages_are_told_plainly(tmp_path: Path) -> None:
    pieces, _ = ask(settings(make(tmp_path, template=None)))
    assert pieces[-1].usage is not None
    assert pieces[-1].usage.tokens_in == len("Be brief.\n\nWhat is a trade secret?\n\n")


def test_stopping_ends_the_computation(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compute = Folder._compute
    begun = threading.Event()
    written: list[int] = []  # tokens of each computation, once it is at its end

    def watched(*asked: object) -> int:
        begun.set()
        written.append(compute(*asked))
        return written[-1]

    monkeypatch.setattr(Folder, "_compute", watched)
    _, fault = ask(settings(folder, model_reply_tokens=1800), begun.is_set)
    assert fault is None, "1,800 tokens take seconds"
    assert ask(settings(folder))[0], "nothing came"
    assert written[0] < 1800, "it waited for the one that was stopped"
    assert written[1] == 20


@pytest.mark.parametrize("changes", [{"model_reply_tokens": 1990}, {"model_window": 60}])
def test_what_does_not_fit_is_not_computed(folder: Path, changes: dict[str, int]) -> None:
    pieces, fault = ask(settings(folder, **changes))
    assert (pieces, fault and fault.kind) == ([], "too long")
    assert "PINCITE_MODEL_WINDOW" in str(fault)


def test_a_folder_that_holds_no_text_model_says_so(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "of nobody's"}))
    pieces, fault = ask(settings(tmp_path))
    assert (pieces, fault and fault.kind) == ([], "unknown model")
    assert "cannot be loaded" in str(fault)


def test_a_model_is_loaded_once(folder: Path) -> None:
    ask(settings(folder))
    assert _loaded(str(folder))[1] is _loaded(str(folder))[1]


def test_a_folder_needs_no_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[object] = []

    def refuse(*address: object, **_: object) -> None:
        reached.append(address)
        raise OSError("offline")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    _loaded.cache_clear()
    pieces, _ = ask(settings(folder, model_reply_tokens=100))
    assert "".join(piece.text for piece in pieces)
    assert reached == []
