"""What a written statement may not do with the words that it quotes: the guards, all in one place.

Each reads the statement and its evidence, and says what it has against the statement. None knows of the
others, and none can grant anything: a statement stays where no guard objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from answering.evidence import Evidence
from answering.guards.alternatives import keeps_alternatives
from answering.guards.choices import keeps_causes, keeps_choices
from answering.guards.comparisons import invents_no_comparison, invents_no_superlative, keeps_comparisons
from answering.guards.denial import keeps_denials, puts_in_no_non, quotes_no_denied_words
from answering.guards.exceptions import keeps_exceptions
from answering.guards.figures import keeps_bounds, keeps_counts, keeps_figures, keeps_signs
from answering.guards.invented import invents_no_codes, invents_no_letters, quotes_only_the_quoted
from answering.guards.kinds import keeps_how_often, keeps_kinds
from answering.guards.letter import keeps_small_words
from answering.guards.modality import keeps_modality
from answering.guards.names import keeps_bearers, keeps_inside, keeps_names, keeps_places
from answering.guards.near import keeps_accusations, keeps_near_misses, keeps_what_is_to_be
from answering.guards.order import keeps_changes, keeps_one_time, keeps_order, keeps_to_and_by
from answering.guards.pairs import keeps_pairs
from answering.guards.parts import keeps_parts
from answering.guards.put_in import adds_no_item, puts_in_no_words
from answering.guards.quantifiers import keeps_lists_open, keeps_quantifiers, keeps_shares, keeps_the_kind
from answering.guards.reservations import keeps_reservations
from answering.guards.roles import keeps_roles
from answering.guards.scope import keeps_conditions, keeps_only, keeps_who_is_meant
from answering.guards.sides import keeps_sides
from answering.guards.starts import keeps_starts
from answering.guards.support import (
    adds_nothing,
    asks_nothing,
    gives_no_opinion,
    gives_no_reasons,
    is_supported,
    says_something,
)
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
    asks_nothing,
)
GUARDS: tuple[Guard, ...] = (
    keeps_figures,  # numbers, amounts, dates, sections
    keeps_counts,  # 3-1, thousands of; of what
    keeps_how_often,  # annually, biannually
    keeps_signs,  # no minus of its own
    keeps_bounds,  # at least five, at most five
    keeps_names,
    keeps_places,
    keeps_inside,  # in a country, outside it
    keeps_bearers,  # which judge, which circuit
    keeps_roles,  # who did it, and to whom
    keeps_parts,  # to the officer, by the officer
    keeps_pairs,  # which figure or name belongs to which
    keeps_small_words,  # not, must, if: where the rest is the quotation
    keeps_denials,
    puts_in_no_non,  # non-compliance
    keeps_sides,  # accepted, rejected
    keeps_near_misses,  # nearly, tried to
    keeps_what_is_to_be,  # must report, reported
    keeps_accusations,  # charged, guilty
    keeps_modality,  # must, may
    keeps_quantifiers,  # all, some, only
    keeps_shares,  # some parties, all parties
    keeps_the_kind,  # serious infringement, any infringement
    keeps_kinds,  # federal, state; punitive, compensatory
    keeps_lists_open,  # includes, consists of
    keeps_alternatives,  # both, either
    keeps_comparisons,  # more, less
    invents_no_comparison,
    invents_no_superlative,
    keeps_order,  # before, after; higher, lower
    keeps_starts,  # 48 hours from what
    keeps_changes,  # from three to five
    keeps_to_and_by,  # to five, by five
    keeps_choices,  # this rather than that; from this to that
    keeps_one_time,  # on the same day
    keeps_tense,  # was, is, will be
    keeps_conditions,  # if, unless, except
    keeps_who_is_meant,  # an employee who was not told
    keeps_only,  # solely to report
    keeps_exceptions,  # unless, even if
    keeps_reservations,  # reported, unconfirmed
    quotes_only_the_quoted,
    invents_no_codes,
    invents_no_letters,
    gives_no_reasons,
    keeps_causes,  # which of two brought about the other
    is_supported,
    gives_no_opinion,
    puts_in_no_words,  # where the rest is quoted
    adds_no_item,  # and a fine
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
