"""Which language model writes the answers, and where the text goes: in words for the reader."""

from __future__ import annotations

from dataclasses import dataclass, replace

from answering.protocols import Model
from core.errors import ModelFault
from core.settings import Settings
from core.tokens import count_tokens

HERE = "this machine"


@dataclass(frozen=True)
class Writer:
    """The language model that writes answers, and the second one that judges them, as they are configured."""

    name: str = ""  # "openai:gpt-5"; "": the sources' own words answer
    where: str = HERE  # where questions, answers and passages go: "api.openai.com"
    judge: str = ""
    judge_where: str = HERE
    fault: str = ""  # why what is configured cannot be asked, in a sentence

    def __bool__(self) -> bool:
        return bool(self.name)

    @property
    def abroad(self) -> tuple[str, ...]:
        """The hosts, other than this machine, that see questions, answers and passages."""
        hosts = [self.where if self.name else HERE, self.judge_where if self.judge else HERE]
        return tuple(dict.fromkeys(host for host in hosts if host != HERE))

    @property
    def told(self) -> tuple[str, ...]:
        """Who answers and where the text goes, a sentence each."""
        if not self.name:
            stays = "Nothing leaves this machine."
            return (f"No language model answers: {self.fault}", stays) if self.fault else (stays,)
        said = [f"Answers are written by {self.name}."]
        if self.judge:
            said.append(f"{self.judge} judges them.")
        elif self.fault:
            said.append(f"No second model judges them: {self.fault}")
        hosts = " and ".join(self.abroad)
        went = f"go to {hosts}" if hosts else f"stay on {HERE}"
        return (*said, f"Questions, answers and passages {went}.")


NO_WRITER = Writer()


@dataclass(frozen=True)
class Connected:
    """The models that the settings name, where they can be asked, and what the reader is told of them."""

    writer: Writer = NO_WRITER
    model: Model | None = None
    judge: Model | None = None


def connect_models(settings: Settings) -> Connected:
    """The model and its judge; one that cannot be connected is told of instead. Nobody is asked anything."""
    from models.connect import configured, connect  # here: most libraries are asked without a model

    def count(text: str) -> int:
        return count_tokens([text])[0]

    if not configured(settings):
        return Connected()
    try:
        model = connect(settings, count=count)
    except ModelFault as fault:
        return Connected(Writer(fault=str(fault)))
    writer = Writer(model.name, model.where)
    if not settings.judge_model.strip():
        return Connected(writer, model)
    try:
        judge = connect(settings, judge=True, count=count)
    except ModelFault as fault:
        return Connected(replace(writer, fault=str(fault)), model)
    return Connected(replace(writer, judge=judge.name, judge_where=judge.where), model, judge)
