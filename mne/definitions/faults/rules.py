"""What can be wrong with a rule between figures: one that can never be judged is none."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mne.definitions.faults.flaw import Flaw, Path, backwards, flaw, unknown_name
from mne.definitions.faults.header import due_periods
from mne.kinds import kind_of
from mne.model import Indicator, Plan, Rule, Term

_OF_PRESENCE = frozenset({"both_or_neither", "not_both"})


def rule_flaws(plan: Plan, unread: Collection[str], doubtful: Collection[str]) -> Iterator[Flaw]:
    """Every rule; the figures that it names first, then the rule as a whole.

    Of a figure whose kind is doubtful nothing is said.
    """
    for rule in plan.rules:
        terms = [place for place in _terms(rule) if place[1].indicator not in doubtful]
        found = [one for place in terms for one in _term_flaws(plan, rule, *place, unread)]
        yield from found
        yield from backwards(rule.valid_from, rule.valid_to, "rules", rule.id, "valid_to")
        is_known = len(terms) == len(_terms(rule))
        if is_known and not found and not any(term.indicator in unread for _, term in terms):
            yield from _whole(plan, rule)


def _terms(rule: Rule) -> list[tuple[Path, Term]]:
    return [
        (("rules", rule.id, side, index), term)
        for side, terms in (("left", rule.left), ("right", rule.right))
        for index, term in enumerate(terms)
    ]


def _term_flaws(
    plan: Plan, rule: Rule, path: Path, term: Term, unread: Collection[str]
) -> Iterator[Flaw]:
    indicator = plan.asked_by_id.get(term.indicator)
    if indicator is None:
        if term.indicator not in unread:
            near = unknown_name(term.indicator, plan.asked_by_id)
            yield flaw(*path, code="indicator-not-in-plan", indicator=term.indicator, **near)
        return
    parts = {part.name: part for part in kind_of(indicator).parts(indicator)}
    if not indicator.is_asked:
        yield flaw(*path, code="term-not-asked", indicator=indicator.id)
    elif term.part not in parts:
        known = ", ".join(name or "-" for name in parts)
        yield flaw(*path, code="part-unknown", part=term.part or "-", known=known)
    elif parts[term.part].holds != "number" and rule.operator not in _OF_PRESENCE:
        yield flaw(*path, code="term-not-a-number", indicator=indicator.id)
    else:
        yield from _place(plan, indicator, term, path)
        yield from _of(plan, indicator, term, path)


def _place(plan: Plan, indicator: Indicator, term: Term, path: Path) -> Iterator[Flaw]:
    dimensions = tuple(dimension for dimension, _ in term.at)
    if term.at and dimensions not in indicator.breakdowns:
        known = "; ".join(", ".join(group) for group in indicator.breakdowns) or "-"
        yield flaw(*path, code="place-unknown", indicator=indicator.id, known=known)
        return
    for dimension, code in term.at:
        known_codes = plan.codelists[dimension].codes if dimension in plan.codelists else {code}
        if code not in known_codes:
            facts = {"entry": code, "dimension": dimension, **unknown_name(code, known_codes)}
            yield flaw(*path, code="code-unknown", **facts)


def _of(plan: Plan, indicator: Indicator, term: Term, path: Path) -> Iterator[Flaw]:
    if term.reporter is None:
        return
    if term.reporter not in plan.reporters_by_id:
        near = unknown_name(term.reporter, plan.reporters_by_id)
        yield flaw(*path, code="reporter-not-in-plan", reporter=term.reporter, **near)
    elif term.reporter not in indicator.reporters:
        facts = {"reporter": term.reporter, "indicator": indicator.id}
        known = ", ".join(indicator.reporters)
        yield flaw(*path, code="term-not-asked-of", **facts, known=known)


def _whole(plan: Plan, rule: Rule) -> Iterator[Flaw]:
    path = ("rules", rule.id)
    terms = [term for _, term in _terms(rule)]
    own = [{*plan.asked_by_id[one.indicator].reporters} for one in terms if one.reporter is None]
    if own and not set.intersection(*own):
        yield flaw(*path, code="rule-never-applies", rule=rule.id)
    periods = (*due_periods(plan), *(one.period for one in plan.campaigns))
    limited = rule.valid_from or rule.valid_to
    backward = rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from
    if limited and not backward and not any(map(rule.valid_during, periods)):
        key = "valid_from" if rule.valid_from else "valid_to"
        yield flaw(*path, key, code="rule-never-in-force", rule=rule.id)
    if len(periods) == 1 and any(term.previous for term in terms):
        yield flaw(*path, code="previous-never", rule=rule.id)
    money = {plan.asked_by_id[term.indicator].currency for term in terms}
    if len(money) > 1 and rule.operator not in _OF_PRESENCE:
        yield flaw(*path, code="rule-mixes-money", rule=rule.id)
    for stages in filter(lambda found: len(found) > 1, _stages_added(plan, rule)):
        yield flaw(*path, code="rule-adds-stages", rule=rule.id, stages=", ".join(sorted(stages)))


def _stages_added(plan: Plan, rule: Rule) -> Iterator[set[str]]:
    """Which money a side adds up, and which it takes away: of several stages it may do neither."""
    for terms in (rule.left, rule.right):
        for sign in (1, -1):
            named = (plan.asked_by_id[one.indicator].stage for one in terms if one.sign == sign)
            yield {stage for stage in named if stage}
