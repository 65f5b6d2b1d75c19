"""Templates: those that Pincite brings, a user's own, and what is said of one that cannot be used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from memo.template import (
    FIELDS,
    FOLDER,
    PARTS,
    BadTemplate,
    UnknownTemplate,
    house_docx,
    load_template,
    template_names,
)

PROJECT = Path(__file__).parent.parent

POLICY = (FOLDER / "policy-memo.toml").read_text(encoding="utf-8")


def test_four_templates_come_with_pincite() -> None:
    assert template_names() == {
        "briefing-note": "Briefing note",
        "legal-memo": "Legal memo",
        "one-page-summary": "One-page summary",
        "policy-memo": "Policy memo",
    }


def test_a_users_own_goes_before_ours_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "policy-memo.toml").write_text(POLICY.replace("Policy memo", "Hausmemo"), encoding="utf-8")
    (tmp_path / "aa.toml").write_text(POLICY, encoding="utf-8")
    names = template_names(tmp_path)
    assert list(names) == ["briefing-note", "legal-memo", "one-page-summary", "policy-memo", "aa"]
    assert names["policy-memo"] == "Hausmemo"


def test_the_house_style_is_a_word_file_beside_the_template(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(f'docx = "own.docx"\n{POLICY}', encoding="utf-8")
    template = load_template("own", tmp_path)
    with pytest.raises(BadTemplate, match=r"own\.docx"):
        house_docx(template, tmp_path)
    (tmp_path / "own.docx").touch()
    assert house_docx(template, tmp_path) == tmp_path / "own.docx"
    assert house_docx(load_template("policy-memo", tmp_path), tmp_path) is None
    escaping = template.model_copy(update={"docx": "../own.docx"})
    with pytest.raises(BadTemplate):
        house_docx(escaping, tmp_path / ".")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("title = ", "titel = "), "title: Field required"),
        (('"in full"', '"loud"'), "quotations"),
        (('"conclusion", ', ""), "'conclusion' is missing"),
        (('"question", ', '"question", "poem", '), "'poem' is none of"),
        (('excerpts = "Appendix', 'others = "Appendix'), "'excerpts' has no name"),
        (('to = "To"', 'cc = "Copy"'), "'cc' is none of"),
        (("parts = [", "parts = "), "cannot be used"),
        (("parts = [", f"parts = {'[' * 100_000}"), "cannot be used"),
    ],
)
def test_what_is_wrong_with_a_template_is_named(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    assert change[0] in POLICY
    (tmp_path / "own.toml").write_text(POLICY.replace(*change), encoding="utf-8")
    with pytest.raises(BadTemplate, match=told) as refused:
        load_template("own", tmp_path)
    assert "own.toml" in str(refused.value)
    assert "docs/memos.md" in str(refused.value)


def test_bytes_that_are_no_text_and_unknown_names_are_told(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadTemplate):
        load_template("own", tmp_path)
    with pytest.raises(UnknownTemplate, match="policy-memo"):
        load_template("nothing")


def test_the_example_of_the_documentation_is_a_template(tmp_path: Path) -> None:
    example = re.search(
        r"```toml\n(.*?)```", (PROJECT / "docs/memos.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert example
    (tmp_path / "our-memo.toml").write_text(example[1], encoding="utf-8")
    template = load_template("our-memo", tmp_path)
    assert set(template.parts) == set(template.names) == set(PARTS)
    assert tuple(template.fields) == FIELDS
