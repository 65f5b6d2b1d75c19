"""What each confidence to refuse below would do to the questions of a run, and how to set one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import altair
import streamlit as st

from core.errors import PinciteError
from eval.calibration import Threshold, thresholds
from eval.saved import SCORES, read_facts, read_far, read_scores
from eval.wording import THRESHOLD_SHARES
from pages.parts.inert import label

STEPS = tuple(step / 50 for step in range(51))
IN_TABLE = tuple(step / 10 for step in range(10))
# Legible on light and dark.
COLOURS = {
    THRESHOLD_SHARES["false_refusal"]: "#d1495b",
    THRESHOLD_SHARES["refusal_recall"]: "#2e86c1",
    THRESHOLD_SHARES["far_refusal_recall"]: "#3a9d6a",
    THRESHOLD_SHARES["accuracy"]: "#c98a1b",
}
GREY = "#808080"
SETTING = "PINCITE_REFUSE_BELOW"


def show_tradeoff(folder: Path, setting: float) -> None:
    """The chart and the table of thresholds, `setting` marked; a sentence where the run has none."""
    st.subheader("When to refuse", anchor=False)
    if not (folder / SCORES).is_file():
        st.info(f"This run has no {SCORES}, from which thresholds are judged. Run the evaluation again.")
        return
    try:
        scores, facts, far = read_scores(folder), read_facts(folder), read_far(folder)
    except PinciteError as error:
        st.error(label(str(error)))
        return
    if all(score.confidence is None for score in scores):
        st.info("This run only searched, so it has no confidence to judge. Run it without --retrieval-only.")
        return
    st.markdown(
        f"Pincite refuses a question where its confidence is below {setting:g}. Higher refuses more, rightly "
        f"and wrongly. To change it, set `{SETTING}` in the environment or in `.env`, for example "
        f"`{SETTING}=0.3`, and start Pincite again."
    )
    if all(score.answerable for score in scores) and not far:
        st.info(
            "Every question of this run has an answer in its documents: what is refused rightly cannot be "
            "told. Add unanswerable questions to the suite, or `--far SUITE.jsonl` to the command."
        )
    confidences = [row.confidence for row in far]
    curve, table = (
        thresholds(scores, values, asked_at=facts.threshold, far=confidences)
        for values in (STEPS, sorted({*IN_TABLE, setting}))
    )
    st.altair_chart(
        _chart(curve, setting), width="stretch", alt="Shares of questions by threshold, as in the table below"
    )
    _table(table, setting, facts.threshold)


def _shares(found: Sequence[Threshold]) -> Mapping[str, Sequence[float | None]]:
    """Words -> the share at each threshold, for those that the run can tell."""
    shares = {told: [getattr(at, name) for at in found] for name, told in THRESHOLD_SHARES.items()}
    return {told: values for told, values in shares.items() if any(value is not None for value in values)}


def _chart(found: Sequence[Threshold], setting: float) -> altair.LayerChart | altair.FacetChart:
    drawn = {told: shares for told, shares in _shares(found).items() if told in COLOURS}
    points = [
        {"threshold": at.value, "share": share, "what": told}
        for told, shares in drawn.items()
        for at, share in zip(found, shares, strict=True)
        if share is not None
    ]
    colours = altair.Scale(domain=list(drawn), range=[COLOURS[told] for told in drawn])
    lines = (
        altair.Chart({"values": points})
        .mark_line(strokeWidth=2.5)
        .encode(
            x=altair.X("threshold:Q", title="refuse below this confidence"),
            y=altair.Y("share:Q", title="share of questions", scale=altair.Scale(domain=[0, 1])),
            color=altair.Color(
                "what:N",
                scale=colours,
                legend=altair.Legend(title=None, orient="top", columns=1, labelLimit=0),
            ),
            tooltip=["what:N", "threshold:Q", altair.Tooltip("share:Q", format=".3f")],
        )
    )
    here = altair.Chart({"values": [{"at": setting, "told": f"now {setting:g}"}]})
    rule = here.mark_rule(color=GREY, strokeDash=[4, 3]).encode(x="at:Q")
    told = here.mark_text(align="left", dx=5, dy=8, color=GREY).encode(
        x="at:Q", y=altair.value(0), text="told:N"
    )
    return altair.layer(lines, rule, told).properties(height=380)


def _table(found: Sequence[Threshold], setting: float, run: float) -> None:
    notes = {run: " (this run)", setting: " (now)" if run != setting else " (now and this run)"}
    shares = {told.capitalize(): values for told, values in _shares(found).items()}
    st.dataframe(
        {"Refuse below": [f"{at.value:g}{notes.get(at.value, '')}" for at in found], **shares},
        hide_index=True,
        key="thresholds",
        column_config={told: st.column_config.NumberColumn(format="%.3f") for told in shares},
        placeholder="–",
        alt="For each threshold, the shares of questions refused and answered rightly",
    )
    st.caption(
        "Right, of those answered: unanswerable questions that get an answer count as wrong; questions of "
        "which the suite does not say what a right answer includes do not count. Below the threshold of the "
        "run it is not known: what the run refused, it did not answer."
    )
