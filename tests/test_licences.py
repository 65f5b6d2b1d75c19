"""No package that runs under a licence which would bind those who use Pincite."""

from __future__ import annotations

import re
from importlib import metadata

import pytest
from package_closure import PROJECT, closure

FORBIDDEN = re.compile(
    r"\b(?:[AL]?GPL|GNU|Affero|Elastic|SSPL|Server Side Public|BUSL|Business Source|Commons Clause"
    r"|Non-?Commercial|CC-BY-NC)",
    re.IGNORECASE,
)
PERMITTED = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|MPL|Mozilla|PSF|Python Software Foundation"
    r"|CNRI|Zlib|CC0|BSL-1\.0|Unlicense|0BSD)",
    re.IGNORECASE,
)
EXCEPTIONS: dict[str, str] = {}  # package -> why it may stay although its fields do not say enough
PACKAGES = sorted({*closure(PROJECT / "requirements.txt"), *closure(PROJECT / "requirements-models.txt")})


def acceptable(expression: str) -> bool:
    """Whether an SPDX expression leaves a way without a forbidden licence: GPL OR MIT does."""
    tokens = re.findall(r"[()]|[^\s()]+", expression)

    def alternatives() -> bool:
        ways = [together()]
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            ways.append(together())
        return any(ways)

    def together() -> bool:
        parts = [one()]
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            parts.append(one())
        return all(parts)

    def one() -> bool:
        token = tokens.pop(0)
        if token == "(":
            inside = alternatives()
            tokens.pop(0)
            return inside
        if tokens and tokens[0] == "WITH":
            del tokens[:2]
        return bool(PERMITTED.search(token)) and not FORBIDDEN.search(token)

    return alternatives()


def fault(package: str, expression: str, stated: str, classifiers: list[str]) -> str | None:
    """What is wrong with a package's licence; of a whole licence text the first line counts."""
    if expression:
        return None if acceptable(expression) else f"{package}: {expression}"
    words = "; ".join([stated.strip().partition("\n")[0][:200], *classifiers])
    if FORBIDDEN.search(words):
        return f"{package}: {words}"
    if not PERMITTED.search(words) and package not in EXCEPTIONS:
        return f"{package}: its fields name no licence we know ({words!r}); look, then list it in EXCEPTIONS"
    return None


@pytest.mark.parametrize("package", PACKAGES)
def test_the_licence_of_what_runs_binds_nobody(package: str) -> None:
    about = metadata.metadata(package)
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License")]
    assert not fault(package, about.get("License-Expression", ""), about.get("License", ""), classifiers)


def test_the_packages_looked_at_are_those_that_run() -> None:
    assert {"torch", "chromadb", "streamlit", "python-docx-ng", "lxml", "numpy"} <= set(PACKAGES)
    assert not {"pytest", "ruff", "hypothesis"} & set(PACKAGES)
    assert set(EXCEPTIONS) <= set(PACKAGES)


@pytest.mark.parametrize(
    ("expression", "stated", "classifier", "well"),
    [
        ("MIT", "", "", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", "", "", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", "", "", True),
        ("Apache-2.0 WITH LLVM-exception", "", "", True),
        ("MIT AND LGPL-3.0-or-later", "", "", False),
        ("AGPL-3.0-only", "", "", False),
        ("Elastic-2.0", "", "", False),
        ("LicenseRef-Own", "", "", False),
        ("", "MIT License\n\nwords that name the GPL", "", True),
        ("", "", "License :: OSI Approved :: GNU Affero General Public License v3", False),
        ("", "SSPL-1.0", "", False),
        ("", "", "", False),
    ],
)
def test_licences_are_told_apart(expression: str, stated: str, classifier: str, well: bool) -> None:
    assert (fault("package", expression, stated, [classifier] if classifier else []) is None) == well
