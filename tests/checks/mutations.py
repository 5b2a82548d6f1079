"""Returns of the shipped example, each with one known fault put in by chance, and what is said.

    python -m tests.checks.mutations --n 100 --seed 1

A good return is written as a form, one answer of it is spoilt in one of many ways, and the file is
checked. The fault must be named, by its own code at its own cell, and nothing else be said that is
not said of the good return too.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mne.definitions import load_plan
from mne.demo.answers import Writer
from mne.intake import Declared, check_file
from mne.layout import NOTE_COLUMN, STATUS_COLUMN, Question, expected_slots, lay_out
from mne.model import Plan, Slot
from mne.template import Answer, write_template
from mne.workbook import Readers
from mne.workspace import Workspace, shipped

Answers = dict[Question, Answer]
Place = tuple[str, str, str]
"""Code, sheet and cell."""


class Fault(NamedTuple):
    """The answers with one fault, and what must be said of it."""

    answers: Answers
    told: Place


class Good(NamedTuple):
    """A return without faults."""

    plan: Plan
    slot: Slot
    answers: Answers
    cells: dict[Question, tuple[str, str, str]]
    """Sheet, column and row of each question."""

    def place(self, code: str, question: Question, column: str = "") -> Place:
        sheet, own, row = self.cells[question]
        return code, sheet, f"{column or own}{row}"

    def of(self, *kinds: str) -> list[Question]:
        asked = self.plan.asked_by_id
        return [one for one in self.answers if asked[one.indicator].kind in kinds]

    def number(self, question: Question) -> int:
        return int(Decimal(self.answers[question].value))

    def parts_of(self, total: Question) -> list[Question]:
        """Those of one of its breakdowns that is filled in."""
        groups: dict[tuple[str, ...], list[Question]] = {}
        for one in self.answers:
            if (one.indicator, one.part.name) == (total.indicator, total.part.name) and one.at:
                groups.setdefault(tuple(name for name, _ in one.at), []).append(one)
        return next(iter(groups.values()), [])


@cache
def good_returns() -> tuple[Good, ...]:
    plan = load_plan(shipped("indicators"), "npa-kh-2011")
    found = []
    for slot in expected_slots(plan):
        form = lay_out(plan, slot)
        cells = {
            question: (sheet, form.value_column(question), str(line.row))
            for sheet, lines in form.sheets
            for line in lines
            for question in line.questions
        }
        found.append(Good(plan, slot, Writer(plan, slot).answers(), cells))
    return tuple(found)


# --- the faults ---------------------------------------------------------------------------------


def _typed(good: Good, question: Question, text: str, code: str) -> Fault:
    return Fault(good.answers | {question: Answer(text)}, good.place(code, question))


def _free(good: Good, kind: str) -> list[Question]:
    """Totals that no rule of the plan names: a rule would speak up too."""
    named = {term.indicator for rule in good.plan.rules for term in (*rule.left, *rule.right)}
    return [
        one
        for one in good.of(kind)
        if not one.at and one.indicator not in named and good.answers[one].value.isdigit()
    ]


def _totals(good: Good) -> list[Question]:
    return [one for one in _free(good, "count") if not one.part.name]


def _broken_down(good: Good) -> list[Question]:
    return [one for one in _totals(good) if good.parts_of(one) and good.number(one)]


def _plain(good: Good) -> list[Question]:
    """Totals that stand alone."""
    return [one for one in _totals(good) if not good.parts_of(one)]


def negative(good, chance):
    one = chance.choice(_plain(good))
    return _typed(good, one, str(-1 - good.number(one)), "number-negative")


def half(good, chance):
    one = chance.choice(_totals(good))
    return _typed(good, one, f"{good.number(one)}.5", "number-not-whole")


def too_many_digits(good, chance):
    one = chance.choice(_totals(good))
    return _typed(good, one, f"{good.number(one) + 1}0000000", "number-implausible")


def a_word(good, chance):
    one = chance.choice(_totals(good))
    return _typed(good, one, chance.choice(["thirty", "many", "see letter"]), "number-expected")


def a_word_for_nothing(good, chance):
    one = chance.choice(_totals(good))
    return _typed(good, one, chance.choice(["none", "-", "n/a", "គ្មាន"]), "number-not-said")


def commas_anywhere(good, chance):
    one = chance.choice(_totals(good))
    return _typed(good, one, f"{good.number(one)},5000", "number-malformed")


def two_scripts(good, chance):
    one = chance.choice(_totals(good))
    return _typed(good, one, f"{good.number(one)}៣", "digits-mixed")


def other_total(good, chance):
    """Digits that changed places, or one too many: no longer the sum of the parts."""
    one = chance.choice(_broken_down(good))
    step = chance.choice([1, 9, 10, 90])
    return _typed(good, one, str(good.number(one) + step), "parts-not-total")


def other_part(good, chance):
    total = chance.choice(_broken_down(good))
    one = chance.choice(good.parts_of(total))
    answers = good.answers | {one: Answer(str(good.number(one) + chance.randint(1, 9)))}
    return Fault(answers, good.place("parts-not-total", total))


def blank_part(good, chance):
    one = chance.choice(good.parts_of(chance.choice(_broken_down(good))))
    return Fault(_without(good, one), good.place("group-partly-blank", one))


def blank_total(good, chance):
    one = chance.choice(_broken_down(good))
    return Fault(_without(good, one), good.place("group-without-total", one))


def blank_figure(good, chance):
    one = chance.choice(_plain(good))
    return Fault(_without(good, one), good.place("answer-blank", one))


def no_reason(good, chance):
    one = chance.choice(_plain(good))
    answers = good.answers | {one: Answer("", chance.choice(["NA", "ND"]), "")}
    return Fault(answers, good.place("reason-needed", one))


def guessed(good, chance):
    one = chance.choice(_totals(good))
    answers = good.answers | {one: good.answers[one]._replace(status="estimated", note="")}
    return Fault(answers, good.place("estimate-unexplained", one))


def both(good, chance):
    one = chance.choice(_totals(good))
    answers = good.answers | {one: good.answers[one]._replace(status="ND", note="lost")}
    return Fault(answers, good.place("status-and-value", one))


def unknown_status(good, chance):
    one = chance.choice(_plain(good))
    answers = good.answers | {one: good.answers[one]._replace(status="perhaps")}
    return Fault(answers, good.place("status-unknown", one, STATUS_COLUMN))


def no_evidence(good, chance):
    found = [
        one
        for one in good.of("milestone")
        if one.part.name == "evidence" and good.answers[one].value
    ]
    one = chance.choice(found)
    return Fault(_without(good, one), good.place("evidence-missing", one))


def unknown_state(good, chance):
    one = chance.choice([one for one in good.of("milestone") if one.part.name == "state"])
    return _typed(good, one, "nearly done", "state-unknown")


def day_after(good, chance):
    found = [one for one in good.of("milestone") if one.part.name == "reached_on"]
    one = chance.choice([one for one in found if good.answers[one].value])
    return _typed(good, one, f"{good.slot.period.end.year + 1}-12-30", "date-after-period")


def no_day(good, chance):
    found = [one for one in good.of("milestone") if one.part.name == "reached_on"]
    one = chance.choice([one for one in found if good.answers[one].value])
    return _typed(good, one, "in spring", "date-expected")


def above_all(good, chance):
    """The part of a ratio above its whole; it has no breakdown that would say so too."""
    found = [
        one
        for one in _free(good, "ratio")
        if one.part.name == "numerator" and not good.parts_of(one)
    ]
    one = chance.choice(found)
    whole = next(
        other
        for other in good.answers
        if (other.indicator, other.at, other.part.name) == (one.indicator, (), "denominator")
    )
    return _typed(good, one, str(good.number(whole) + 1), "ratio-above-one")


def wrong_percentage(good, chance):
    one = chance.choice(good.of("narrative"))
    was, more = chance.randint(40, 90), chance.randint(10, 30)
    text = f"The number rose from {was} to {was + more}, by {100 * more // (was + more)} %."
    return _typed(good, one, text, "percentage-doubtful")


def no_reason_for_delay(good, chance):
    states = [one for one in good.of("activity") if one.part.name == "status"]
    one = chance.choice(states)
    row = {other.part.name: other for other in good.cells if other.indicator == one.indicator}
    answers = {key: value for key, value in good.answers.items() if key != row["reason"]}
    answers |= {one: Answer("dropped")}
    return Fault(answers, good.place("activity-without-reason", row["reason"]))


def over_budget(good, chance):
    found = [one for one in good.of("activity") if one.part.name == "spent"]
    one = chance.choice(found)
    reason = next(
        other
        for other in good.cells
        if other.indicator == one.indicator and other.part.name == "reason"
    )
    answers = {key: value for key, value in good.answers.items() if key != reason}
    state = next(
        other
        for other in good.cells
        if other.indicator == one.indicator and other.part.name == "status"
    )
    answers |= {one: Answer("999999999999"), state: Answer("done")}
    return Fault(answers, good.place("activity-over-budget", one))


def office_left_open(good, chance):
    offices = good.of("coverage")
    one = chance.choice(offices)
    assert len(offices) > 1
    return Fault(_without(good, one), good.place("coverage-partly-blank", one))


def long_note(good, chance):
    one = chance.choice(_plain(good))
    answers = good.answers | {one: good.answers[one]._replace(note="word " * 1001)}
    return Fault(answers, good.place("text-too-long", one, NOTE_COLUMN))


def _without(good: Good, one: Question) -> Answers:
    return {key: value for key, value in good.answers.items() if key != one}


FAULTS: tuple[Callable[[Good, random.Random], Fault], ...] = (
    negative,
    half,
    too_many_digits,
    a_word,
    a_word_for_nothing,
    commas_anywhere,
    two_scripts,
    other_total,
    other_part,
    blank_part,
    blank_total,
    blank_figure,
    no_reason,
    guessed,
    both,
    unknown_status,
    no_evidence,
    unknown_state,
    day_after,
    no_day,
    above_all,
    wrong_percentage,
    no_reason_for_delay,
    over_budget,
    office_left_open,
    long_note,
)


class Trial(NamedTuple):
    """One fault in one return, and what came of it."""

    name: str
    slot: Slot
    missed: tuple[Place, ...]
    false: tuple[Place, ...]


def trials(count: int, seed: int) -> Iterator[Trial]:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, Readers(2 * count) as readers:
        root = Path(folder)
        shutil.copytree(shipped("indicators"), root / "indicators")
        (root / "submissions").mkdir()
        workspace = Workspace(root)

        def said(good: Good, answers: Answers) -> Counter[Place]:
            path = root / "return.xlsx"
            path.write_bytes(write_template(good.plan, good.slot, answers))
            verdict, _ = check_file(workspace, path, Declared(), readers)
            return Counter((one.code, one.sheet, one.cell) for one in verdict.issues)

        for number in range(count):
            fault = FAULTS[number % len(FAULTS)]
            good, spoilt = _spoil(fault, chance)
            before, after = said(good, good.answers), said(good, spoilt.answers)
            expected = Counter([spoilt.told])
            missed = expected - after
            false = after - before - expected
            yield Trial(fault.__name__, good.slot, tuple(missed), tuple(false))


def _spoil(
    fault: Callable[[Good, random.Random], Fault], chance: random.Random
) -> tuple[Good, Fault]:
    """A return that can have this fault, and the fault."""
    while True:
        good = chance.choice(good_returns())
        try:
            return good, fault(good, chance)
        except (IndexError, AssertionError, StopIteration):
            continue  # this body is not asked such a thing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = list(trials(given.n, given.seed))
    for one in found:
        if one.missed or one.false:
            print(f"{one.name} in {one.slot}: missed {one.missed}, false {one.false}")
    missed = sum(bool(one.missed) for one in found)
    false = sum(bool(one.false) for one in found)
    print(f"{len(found)} faults of {len(FAULTS)} kinds: {missed} missed, {false} false")
    return 1 if missed or false else 0


if __name__ == "__main__":
    sys.exit(main())
