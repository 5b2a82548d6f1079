"""What the example's reporters answer: every figure of every form, by the example's own file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mne.demo.activities import say_activity
from mne.demo.draw import between, draw, spread, within
from mne.demo.example import example
from mne.kinds import kind_of
from mne.kinds.count import CONFIRMED
from mne.layout import LANGUAGE, Question, asked_of, groups_of, lay_out, part_period
from mne.model import COVERAGE, At, Indicator, Plan, Slot
from mne.periods import Period
from mne.template import Answer

_HUNDRED = 100
_Figures = dict[tuple[str, At, str], Answer]


@dataclass(frozen=True)
class Writer:
    """Fills in one form."""

    plan: Plan
    slot: Slot

    @property
    def here(self) -> str:
        """`2012-Q1/MOJ`: how the example's file names a slot."""
        return f"{self.slot.period.label}/{self.slot.reporter}"

    @property
    def language(self) -> str:
        """The reporter's own language."""
        return self.plan.reporters_by_id[self.slot.reporter].languages[0]

    @property
    def step(self) -> int:
        """Which of the plan's quarters this is, from 0."""
        return self.quarters.index(self.slot.period)

    @property
    def quarters(self) -> tuple[Period, ...]:
        """All periods of the plan."""
        return self.plan.span.reporting.parts(self.plan.calendar)

    def answers(self) -> dict[Question, Answer]:
        """An answer for every question of the form that is answered at all."""
        form = lay_out(self.plan, self.slot)
        figures: _Figures = {}
        for indicator in asked_of(self.plan, self.slot):
            figures |= self._figures(indicator)
            figures |= self._confirmed(indicator)
        if self.plan.coverage and self.here not in example()["offices"]["left_out"]:
            figures |= self._offices(self.plan.coverage.dimension, figures)
        found = {}
        for line in (line for _, lines in form.sheets for line in lines):
            for question in line.questions:
                key = (question.indicator, question.at, question.part.name)
                if question.part.lines > 1:
                    if words := self._words(question):
                        found[question] = Answer(words)
                elif key in figures:
                    found[question] = figures[key]
        return found

    def _figures(self, indicator: Indicator) -> _Figures:
        without = example()["no_figure"].get(self.here)
        if without and without["indicator"] == indicator.id:
            return self._no_figure(indicator, without)
        if indicator.kind == "count":
            return self._count(indicator)
        if indicator.kind == "ratio":
            return self._ratio(indicator)
        if indicator.kind == "milestone":
            return self._milestone(indicator)
        if indicator.kind == "activity":
            return self._activity(indicator)
        return {}

    def _no_figure(self, indicator: Indicator, without: dict[str, Any]) -> _Figures:
        note = without["note"][self.language]
        answer = Answer("", without["status"], note)
        return {(indicator.id, (), one.name): answer for one in kind_of(indicator).parts(indicator)}

    def _count(self, indicator: Indicator) -> _Figures:
        total = total_of(self.plan, indicator, self.slot)
        found: _Figures = {(indicator.id, (), ""): Answer(str(total))}
        for group, places in self._groups(indicator):
            for at, part in zip(places, self._spread(indicator, total, group, places), strict=True):
                found[indicator.id, at, ""] = Answer(str(part))
        return found

    def _spread(
        self, indicator: Indicator, total: int, group: tuple[str, ...], places: tuple[At, ...]
    ) -> list[int]:
        anchor = _anchor(indicator, self.slot.period).get(group[0]) if len(group) == 1 else None
        if anchor:
            return [anchor.get(at[0][1], 0) for at in places]
        names = ["/".join(code for _, code in at) for at in places]
        weights = {name: _weight(indicator, at) for name, at in zip(names, places, strict=True)}
        return spread(total, names, weights, *self._key(indicator, group))

    def _ratio(self, indicator: Indicator) -> _Figures:
        above, below = ratio_of(self.plan, indicator, self.slot)
        found: _Figures = {
            (indicator.id, (), "numerator"): Answer(str(above)),
            (indicator.id, (), "denominator"): Answer(str(below)),
        }
        for group, places in self._groups(indicator):
            wholes = self._spread(indicator, below, group, places)
            for at, part, whole in zip(places, within(above, wholes), wholes, strict=True):
                found[indicator.id, at, "numerator"] = Answer(str(part))
                found[indicator.id, at, "denominator"] = Answer(str(whole))
        return found

    def _milestone(self, indicator: Indicator) -> _Figures:
        found: _Figures = {}
        for _, places in groups_of(self.plan, indicator, self.slot):
            for at in places:
                reached = example()["milestones"][indicator.id].get(at[0][1], [])
                steps = [step for step in reached if step <= self.step + 1]
                state = indicator.states[len(steps)].name.say(self.language)
                found[indicator.id, at, "state"] = Answer(state)
                if steps:
                    quarter = self.quarters[steps[-1] - 1]
                    day = quarter.end - timedelta(days=draw(3, 70, indicator.id, at))
                    found[indicator.id, at, "reached_on"] = Answer(day.isoformat())
                    number = draw(10, 180, indicator.id, at, steps[-1])
                    evidence = f"Example letter no. {number}, {day.year} (synthetic)"
                    found[indicator.id, at, "evidence"] = Answer(evidence)
        return found

    def _activity(self, indicator: Indicator) -> _Figures:
        (activity,) = (one for one in self.plan.activities if one.id == indicator.id)
        quarter = (self.step + 1, len(self.quarters))
        said = say_activity(activity, indicator, quarter, self.language)
        return {(indicator.id, (), part): answer for part, answer in said.items()}

    def _confirmed(self, indicator: Indicator) -> _Figures:
        """Once a year, how many persons they were: a few fewer than the quarters add up to."""
        found: _Figures = {}
        for part in kind_of(indicator).parts(indicator):
            year = part_period(self.plan, indicator, part, self.slot.period)
            if part.name == CONFIRMED and year:
                slots = [self.slot._replace(period=one) for one in year.parts(self.plan.calendar)]
                sent = [one for one in slots if _has_sent(self.plan, one, indicator)]
                total = sum(total_of(self.plan, indicator, one) for one in sent)
                share = draw(91, 98, *self._key(indicator, CONFIRMED))
                note = example()["confirmed"]["note"][self.language]
                found[indicator.id, (), CONFIRMED] = Answer(
                    str(total * share // _HUNDRED), note=note
                )
        return found

    def _offices(self, dimension: str, figures: _Figures) -> _Figures:
        """Every office whose figures are given was heard; of the others, some sent nothing."""
        given = {
            code
            for (_, at, _), answer in figures.items()
            for name, code in at
            if name == dimension and answer.value not in {"", "0"}
        }
        asked = self.plan.asked_by_id[COVERAGE]
        names = {one.id: one.name.say(self.language) for one in asked.states}
        found: _Figures = {}
        for _, places in groups_of(self.plan, asked, self.slot):
            for at in places:
                drawn = draw(1, _HUNDRED, example()["seed"], self.here, COVERAGE, at)
                heard = at[0][1] in given or drawn > example()["offices"]["silent"]
                found[COVERAGE, at, ""] = Answer(names["yes" if heard else "no"])
        return found

    def _groups(self, indicator: Indicator) -> list[tuple[tuple[str, ...], tuple[At, ...]]]:
        if indicator.id in example()["not_broken_down"].get(self.slot.reporter, []):
            return []
        return list(groups_of(self.plan, indicator, self.slot))

    def _words(self, question: Question) -> str:
        sentences = example()["narrative"][question.part.name]
        turn = draw(0, 99, self.here, question.line) + self.step
        if question.line > 1 and (question.line + turn) % 3:
            return ""
        chosen = sentences[(turn + question.line) % len(sentences)]
        language = dict(question.at)[LANGUAGE]
        quarter = {"en": f"quarter {self.step % 4 + 1}", "km": f"ត្រីមាសទី{self.step % 4 + 1} "}
        return str(chosen[language]).format(quarter=quarter[language])

    def _key(self, indicator: Indicator, *more: object) -> tuple[object, ...]:
        return (example()["seed"], self.here, indicator.id, *more)


def _has_sent(plan: Plan, slot: Slot, indicator: Indicator) -> bool:
    here = Writer(plan, slot).here
    without = example()["no_figure"].get(here, {}).get("indicator")
    return here not in example()["missing"] and without != indicator.id


def _weight(indicator: Indicator, at: At) -> int:
    own = example()["weights_of"].get(indicator.id, {})
    weight = 1
    for dimension, code in at:
        weights = own.get(dimension) or example()["weights"].get(dimension, {})
        weight *= weights.get(code, 1)
    return weight


def _anchor(indicator: Indicator, period: Period) -> dict[str, Any]:
    found: dict[str, Any] = example()["anchors"].get(indicator.id, {}).get(period.label, {})
    return found


def total_of(plan: Plan, indicator: Indicator, slot: Slot) -> int:
    """A count's total: an anchor, a stock that follows from flows, or a draw that grows."""
    if indicator.id in example()["opening"]:
        return _stock(plan, indicator, slot)
    anchor = _anchor(indicator, slot.period)
    if anchor:
        return int(anchor["total"])
    other = example()["counts_with"].get(indicator.id, {}).get(slot.reporter)
    if other and slot.period.label not in other["but_not_in"]:
        return total_of(plan, indicator, slot._replace(reporter=other["reporter"]))
    least, most = example()["totals"][indicator.id][slot.reporter]
    years = slot.period.start.year - plan.span.start.year
    drawn = draw(least, most, example()["seed"], slot, indicator.id)
    return round(drawn * float(example()["growth"]) ** years)


def _stock(plan: Plan, indicator: Indicator, slot: Slot) -> int:
    """What was open, and what came in, less what was closed, up to this quarter's end."""
    stem = indicator.id.removesuffix("A")
    opened, closed = (plan.indicators_by_id[f"{stem}{letter}"] for letter in "BC")
    stock = int(example()["opening"][indicator.id])
    for quarter in plan.span.reporting.parts(plan.calendar):
        if quarter.end <= slot.period.end:
            then = slot._replace(period=quarter)
            stock += total_of(plan, opened, then) - total_of(plan, closed, then)
    return stock


def ratio_of(plan: Plan, indicator: Indicator, slot: Slot) -> tuple[int, int]:
    """Numerator and denominator, in keeping with the figures they are taken from."""
    if indicator.id == "NPA1-LAW-04":
        return _women_trained(plan, slot)
    quarters = plan.span.reporting.parts(plan.calendar)
    first, last = example()["shares"][indicator.id]
    step = quarters.index(slot.period)
    share = between(first, last, step, len(quarters), example()["seed"], slot, indicator.id)
    if indicator.id == "NPA1-JUS-04":
        convicted = total_of(plan, plan.indicators_by_id["NPA1-JUS-02"], slot)
        return convicted, round(convicted * _HUNDRED / share)
    if indicator.id == "NPA1-COORD-01":
        return share * 24 // _HUNDRED, 24
    if indicator.id in example()["money"]:
        least, most = example()["money"][indicator.id]
        allocated = draw(least, most, example()["seed"], slot, indicator.id) * 1000
        return allocated * share // _HUNDRED, allocated
    below = _denominator(plan, indicator, slot)
    above = below * share // _HUNDRED
    if indicator.id == "NPA1-PROT-03" and slot.reporter == "MOSVY":
        above = min(above, total_of(plan, plan.indicators_by_id["NPA1-PROT-02"], slot))
    return above, below


def _denominator(plan: Plan, indicator: Indicator, slot: Slot) -> int:
    if indicator.id == "NPA1-PROT-03" and slot.reporter == "MOI":
        return total_of(plan, plan.indicators_by_id["NPA1-PROT-01"], slot)
    return total_of(plan, indicator, slot)


def _women_trained(plan: Plan, slot: Slot) -> tuple[int, int]:
    """As many women as the breakdown of those trained shows."""
    trained = plan.indicators_by_id["NPA1-LAW-03"]
    figures = Writer(plan, slot)._count(trained)  # noqa: SLF001 - the same module
    women = figures[trained.id, (("sex", "female"),), ""]
    return int(women.value), int(figures[trained.id, (), ""].value)
