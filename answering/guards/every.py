"""What a written statement may not do with the words that it quotes: the guards, all in one place.

Each reads the statement and its evidence, and says what it has against the statement. None knows of the
others, and none can grant anything: a statement stays where no guard objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from answering.evidence import Evidence
from answering.guards.alternatives import keeps_alternatives
from answering.guards.choices import keeps_choices
from answering.guards.comparisons import invents_no_comparison, keeps_comparisons
from answering.guards.denial import keeps_denials, quotes_no_denied_words
from answering.guards.exceptions import keeps_exceptions
from answering.guards.figures import keeps_bounds, keeps_figures
from answering.guards.invented import invents_no_codes, invents_no_letters, quotes_only_the_quoted
from answering.guards.letter import keeps_small_words
from answering.guards.modality import keeps_modality
from answering.guards.names import keeps_bearers, keeps_names, keeps_places
from answering.guards.order import keeps_changes, keeps_one_time, keeps_order
from answering.guards.pairs import keeps_pairs
from answering.guards.parts import keeps_parts
from answering.guards.quantifiers import keeps_quantifiers, keeps_shares, keeps_the_kind
from answering.guards.reservations import keeps_reservations
from answering.guards.roles import keeps_roles
from answering.guards.scope import keeps_conditions
from answering.guards.sides import keeps_sides
from answering.guards.starts import keeps_starts
from answering.guards.support import adds_nothing, gives_no_reasons, is_supported, says_something
from answering.guards.tense import keeps_tense
from answering.guards.trust import gives_no_orders, names_no_addresses, rests_on_no_orders
from core.folding import fold
from core.types import Objection

Guard = Callable[[str, Evidence], Iterator[Objection]]

ALWAYS: tuple[Guard, ...] = (  # whatever it says: even just the words that it quotes
    names_no_addresses,
    gives_no_orders,
    rests_on_no_orders,
    quotes_no_denied_words,
)
GUARDS: tuple[Guard, ...] = (
    keeps_figures,  # numbers, amounts, dates, sections
    keeps_bounds,  # at least five, at most five
    keeps_names,
    keeps_places,
    keeps_bearers,  # which judge, which circuit
    keeps_roles,  # who did it, and to whom
    keeps_parts,  # to the officer, by the officer
    keeps_pairs,  # which figure or name belongs to which
    keeps_small_words,  # not, must, if: where the rest is the quotation
    keeps_denials,
    keeps_sides,  # accepted, rejected
    keeps_modality,  # must, may
    keeps_quantifiers,  # all, some, only
    keeps_shares,  # some parties, all parties
    keeps_the_kind,  # serious infringement, any infringement
    keeps_alternatives,  # both, either
    keeps_comparisons,  # more, less
    invents_no_comparison,
    keeps_order,  # before, after; higher, lower
    keeps_starts,  # 48 hours from what
    keeps_changes,  # from three to five
    keeps_choices,  # this rather than that; from this to that
    keeps_one_time,  # on the same day
    keeps_tense,  # was, is, will be
    keeps_conditions,  # if, unless, except
    keeps_exceptions,  # unless, even if
    keeps_reservations,  # reported, unconfirmed
    quotes_only_the_quoted,
    invents_no_codes,
    invents_no_letters,
    gives_no_reasons,
    is_supported,
    adds_nothing,  # no clause of its own
    says_something,  # not just "Yes."
)


def objections_to(statement: str, evidence: Evidence) -> tuple[Objection, ...]:
    """What all guards have against a statement; () where it says no more than its quotations."""
    guards = ALWAYS if _quotes(statement, evidence) else (*ALWAYS, *GUARDS)
    return tuple(objection for guard in guards for objection in guard(statement, evidence))


def _quotes(statement: str, evidence: Evidence) -> bool:
    """Whether the statement says just the words of one of its quotations."""
    said = fold(statement).text.strip()
    return any(fold(one.words).text.strip() == said for one in evidence.quoted)
