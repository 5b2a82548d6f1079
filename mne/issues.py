"""The one list of what can be wrong with a return, and how an issue is printed.

An issue holds a code, an address and the facts; never a sentence. Its severity belongs to its
code: an error keeps a return from being accepted, a warning and a note do not.
"""

from __future__ import annotations

import re

from mne.messages import Sentence, read_texts, say
from mne.model import (
    ACTIVITY_STATES,
    Indicator,
    Issue,
    Observation,
    Plan,
    Severity,
    figure_text,
    parse_at,
    parse_figure,
)
from mne.tables import shown

CATALOGUE: dict[str, dict[str, Severity]] = {
    "form": {
        "form-other-plan": "error",
        "form-other-period": "error",
        "form-other-reporter": "error",
        "form-copied": "error",
        "form-used-again": "error",
        "form-title-changed": "error",
        "stamp-overridden": "note",
        "slot-not-expected": "error",
        "sheet-missing": "error",
        "sheet-renamed": "warning",
        "sheet-hidden": "warning",
        "sheet-left-out": "note",
        "sheets-moved": "note",
        "sheet-copied": "warning",
        "column-changed": "error",
        "column-renamed": "warning",
        "columns-hidden": "warning",
        "rows-hidden": "warning",
        "rows-mixed": "error",
        "rows-shifted": "note",
        "row-renamed": "error",
        "row-missing": "error",
        "row-twice": "error",
        "row-unknown": "error",
        "rows-not-asked": "warning",
        "figures-moved": "error",
        "cells-merged": "error",
        "currency-changed": "error",
        "typed-beside": "warning",
        "csv-no-headings": "error",
        "csv-column-missing": "error",
        "csv-column-unknown": "error",
        "csv-column-twice": "error",
        "csv-column-unnamed": "error",
        "csv-old-encoding": "warning",
        "csv-indicator-unknown": "error",
        "csv-part-unknown": "error",
        "csv-code-unknown": "error",
        "code-not-in-period": "error",
        "csv-not-asked": "error",
        "csv-row-twice": "error",
    },
    "own-sheet": {
        "read-by-layout": "note",
        "own-sheet-missing": "error",
        "heading-moved": "error",
        "heading-renamed": "error",
        "heading-missing": "error",
        "heading-twice": "error",
    },
    "cell": {
        "cell-error": "error",
        "formula-without-value": "error",
        "formula-outside": "error",
        "number-expected": "error",
        "number-not-said": "error",
        "number-malformed": "error",
        "number-point-unclear": "error",
        "number-is-date": "error",
        "digits-mixed": "error",
        "number-too-long": "error",
        "date-expected": "error",
        "date-is-number": "error",
        "date-buddhist-era": "error",
        "state-unknown": "error",
        "code-ambiguous": "error",
        "text-too-long": "error",
        "text-not-unicode": "error",
        "text-lost": "error",
        "status-unknown": "error",
        "status-and-value": "error",
        "estimated-without-value": "error",
        "formula-in-cell": "warning",
    },
    "answer": {
        "number-negative": "error",
        "number-not-whole": "error",
        "number-implausible": "error",
        "reason-needed": "error",
        "estimate-unexplained": "warning",
        "date-after-period": "error",
        "answer-blank": "warning",
    },
    "figures": {
        "parts-not-total": "error",
        "margins-differ": "error",
        "group-partly-blank": "error",
        "group-without-total": "error",
        "not-broken-down": "warning",
        "ratio-above-one": "error",
        "ratio-half-answered": "error",
        "rule-broken": "error",
        "rule-doubtful": "warning",
        "rule-noted": "note",
        "evidence-missing": "warning",
        "percentage-doubtful": "warning",
        "return-empty": "error",
    },
    "year": {
        "confirmation-blank": "warning",
        "confirmed-above-sum": "error",
        "confirmed-unexplained": "warning",
    },
    "activities": {
        "activity-without-reason": "warning",
        "activity-overdue": "warning",
        "activity-reopened": "warning",
        "activity-spent-less": "warning",
        "activity-over-budget": "warning",
        "coverage-blank": "warning",
        "coverage-partly-blank": "warning",
        "office-not-heard": "warning",
    },
    "earlier": {
        "same-as-earlier": "warning",
        "unlike-earlier": "warning",
        "state-went-back": "warning",
        "carry-over-broken": "error",
        "carry-over-doubtful": "warning",
        "carry-over-noted": "note",
    },
    "sending": {
        "figure-withdrawn": "error",
        "windows-overlap": "note",
        "sent-removed": "error",
        "sent-before": "note",
        "sent-late": "note",
    },
    "counterpart": {
        "counterpart-differs": "note",
    },
    "privacy": {
        "persons-listed": "error",
        "person-described": "error",
        "identity-number": "error",
        "case-number": "error",
        "phone-number": "error",
        "personal-doubtful": "warning",
    },
}
"""Every code by the family of its check, in the order in which they are looked at."""

SEVERITY_BY_CODE: dict[str, Severity] = {
    code: severity for family in CATALOGUE.values() for code, severity in family.items()
}
_STATES_IN = {
    "state-unknown": ("expected",),
    "evidence-missing": ("found",),
    "state-went-back": ("found", "expected"),
}
"""The facts that are states, and are said by their names."""
_MAY_BE_WAIVED = frozenset({"cell", "answer", "figures", "year", "earlier", "sending"})
"""Families of which an error may be waived: it is known whose return it is and which figure stands
where. What could not be read in a cell stays unread; a waiver lets in the rest."""
_NEVER_WAIVED = {
    "number-negative": "waive-wrong-figure",
    "number-not-whole": "waive-wrong-figure",
    "date-after-period": "waive-wrong-figure",
    "return-empty": "waive-nothing-there",
    "sent-removed": "waive-not-known",
}
"""Of these families, what is wrong by itself: let in, it would count as it was typed."""
_RELATIONS = frozenset({"relation", "earlier"})
_TERM = re.compile(
    r"(?P<previous>previous )?(?P<indicator>[A-Za-z][A-Za-z0-9_+-]*[A-Za-z0-9])"
    r"(?:\.(?P<part>[a-z_]+))?(?:@(?P<at>[^ ]+))?"
)
"""A figure as a rule's relation names it."""
FIGURE = "figure"
"""The fact that names the figure: `NPA1-JUS-02@sex=female#numerator`."""
_LONGEST_FACT = 400
"""Characters of what was found that are worth repeating."""


def raise_issue(
    code: str,
    *,
    sheet: str = "",
    cell: str = "",
    indicator: str = "",
    **params: object,
) -> Issue:
    """An issue of a listed code, with its severity."""
    facts = tuple((name, _shown(str(value))) for name, value in params.items())
    return Issue(code, SEVERITY_BY_CODE[code], sheet, cell, indicator, facts)


def issue_at(code: str, observation: Observation, **params: object) -> Issue:
    """An issue at the cell that an observation came from; it names the figure in full."""
    indicator, _, _, at, part, _, _, _, cell = observation
    sheet, ref = (cell.sheet, cell.ref) if cell else ("", "")
    facts = [(name, _shown(str(value))) for name, value in params.items()]
    figure = (FIGURE, figure_text(indicator, at, part))
    return Issue(code, SEVERITY_BY_CODE[code], sheet, ref, indicator, (*facts, figure))


def _shown(text: str) -> str:
    """A fact as it may stand in a sentence: in one line, not endless, nothing a terminal obeys."""
    plain = shown(text)
    return plain if len(plain) <= _LONGEST_FACT else f"{plain[:_LONGEST_FACT]}\u2026"


def sentence(issue: Issue, language: str, plan: Plan) -> Sentence:
    """What is wrong, what was expected and what to do; what the plan names is said by its title."""
    asked = plan.asked_by_id.get(issue.indicator)
    where = {"sheet": issue.sheet, "cell": issue.cell, "indicator": issue.indicator}
    facts = _facts(issue, language, plan)
    of_activity = asked is not None and asked.kind == "activity"
    # An activity has no figure to type, and neither NA nor ND.
    code = "activity-blank" if of_activity and issue.code == "answer-blank" else issue.code
    words = say(code, language, where | facts)
    if near := facts.get("near"):
        guess = say("did-you-mean", language, {"near": near}).message
        return words._replace(fix=f"{guess} {words.fix}")
    return words


def _facts(issue: Issue, language: str, plan: Plan) -> dict[str, str]:
    """The facts of an issue, what the plan has a name for by its name."""
    facts = dict(issue.params) | _likeness(dict(issue.params), language)
    if state := ACTIVITY_STATES.get(facts.get("state", "")):
        facts["state"] = state.say(language)
    if office := facts.get("office"):
        facts["office"] = _office(plan, office, language)
    if group := facts.get("group"):
        facts["group"] = "; ".join(
            ", ".join(_title(plan, dimension, language) for dimension in one.split(","))
            for one in group.split(";")
        )
    if rule := facts.get("rule"):
        titles = {one.id: one.title.say(language) for one in plan.rules}
        facts["rule"] = titles.get(rule, rule)
    if not facts.get("found", "-"):
        facts["found"] = say("nothing-there", language, {}).message
    return facts | _words_of(issue, facts, plan, language)


def _words_of(issue: Issue, facts: dict[str, str], plan: Plan, language: str) -> dict[str, str]:
    """States and the figures of rules by their names."""
    asked = plan.asked_by_id.get(issue.indicator)
    states = _STATES_IN.get(issue.code, ()) if asked else ()
    told = {name: _answers(asked, facts[name], language) for name in states if asked}
    relations = _RELATIONS & facts.keys()
    return told | {name: _in_words(facts[name], plan, language) for name in relations}


def _in_words(relation: str, plan: Plan, language: str) -> str:
    """A rule's figures by their titles: `"Cases new" - "Cases closed" = "Cases open"`."""
    previous = say("previous-figure", language, {}).message

    def named(found: re.Match[str]) -> str:
        asked = plan.asked_by_id.get(found["indicator"])
        if asked is None:
            return found[0]
        part = f"; {_part(asked, found['part'], language)}" if found["part"] else ""
        places = [_place(plan, one, language) for one in parse_at(found["at"] or "")]
        place = f": {', '.join(places)}" if places else ""
        before = f"{previous} " if found["previous"] else ""
        return f'{before}"{asked.title.say(language)}{place}{part}"'

    return _TERM.sub(named, relation).replace("==", "=")


def _likeness(facts: dict[str, str], language: str) -> dict[str, str]:
    """What a doubtful text looks like, in the words of the code that would refuse it."""
    kind = facts.get("looks_like", "")
    known = kind in CATALOGUE["privacy"]
    return {"looks_like": say(kind, language, facts).message} if known else {}


def _answers(asked: Indicator, ids: str, language: str) -> str:
    """The answers to choose from, as the list in the cell has them."""
    names = {one.id: one.name.say(language) for one in (*asked.states, *asked.flags)}
    return ", ".join(names.get(one, one) for one in ids.split(", "))


def _title(plan: Plan, dimension: str, language: str) -> str:
    codelist = plan.codelists.get(dimension)
    return codelist.title.say(language) if codelist else dimension


def _office(plan: Plan, code: str, language: str) -> str:
    dimension = plan.coverage.dimension if plan.coverage else ""
    name = plan.code_names.get((dimension, code))
    return name.say(language) if name else code


def row_label(issue: Issue, language: str, plan: Plan) -> str:
    """The row as its reader knows it: `Police trained: female, Kampot; numerator`.

    Empty where the issue is about no single figure.
    """
    asked = plan.asked_by_id.get(issue.indicator)
    if asked is None:
        return ""
    label = asked.title.say(language)
    at, part = parse_figure(dict(issue.params).get(FIGURE, ""))
    places = [_place(plan, place, language) for place in at]
    if places:
        label += f": {', '.join(places)}"
    return f"{label}; {_part(asked, part, language)}" if part else label


def _place(plan: Plan, place: tuple[str, str], language: str) -> str:
    """A code by its name; the language of a narrative is no code of the plan's."""
    name = plan.code_names.get(place)
    return name.say(language) if name else _form_word(f"language_{place[1]}", language)


def _part(asked: Indicator, part: str, language: str) -> str:
    """A part of a figure as the form calls it."""
    if asked.kind == "activity":
        return _form_word(f"activity_{part}", language)
    return _form_word({"confirmed": "field_confirmed"}.get(part, part), language)


def _form_word(key: str, language: str) -> str:
    return str(read_texts(f"form.{language}").get(key, key))


def why_not_kept(issues: tuple[Issue, ...]) -> str:
    """`personal` or `removed` where nothing of a file may be kept; empty where it may."""
    errors = {issue.code for issue in issues if issue.severity == "error"}
    if not errors.isdisjoint(CATALOGUE["privacy"]):
        return "personal"
    return "removed" if "sent-removed" in errors else ""


def forbids_keeping(issues: tuple[Issue, ...]) -> bool:
    """Whether a file would point at a person, or was removed by decision: it may not be kept."""
    return bool(why_not_kept(issues))


def why_not_waived(code: str) -> str:
    """Why no decision may let a return in all the same, as a message code; empty where one may.

    A code that only an older version knew may not be waived.
    """
    family = next((name for name, codes in CATALOGUE.items() if code in codes), "")
    return _NEVER_WAIVED.get(code, "") if family in _MAY_BE_WAIVED else "waive-not-known"


def has_errors(issues: tuple[Issue, ...]) -> bool:
    """Whether anything in the list keeps a return from being accepted."""
    return any(issue.severity == "error" for issue in issues)
