"""A second opinion: the totals of a quarterly plan, reckoned by hand from the written contract.

It knows nothing of the code that it checks. It takes what each reporter said of each quarter, as
`{(indicator, reporter, quarter): answer}` where an answer is a number, a pair (above, below), a
state, or the reason why there is none, and it walks over it in plain loops.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

LADDER = ("none", "drafting", "signed", "in-force")
WHY = ("blank", "NA", "ND", "unreadable", "not-received")


@dataclass
class Opinion:
    actual: object
    coverage: str
    reported: int
    expected: int
    missing: set


def quarters(start, end):
    """(first day, last day) of every quarter wholly inside."""
    found, day = [], start
    while day <= end:
        if day.day == 1 and day.month in {1, 4, 7, 10}:
            after = date(day.year + (day.month == 10), (day.month + 3) % 12, 1)
            if after - timedelta(days=1) <= end:
                found.append((day, after - timedelta(days=1)))
        day += timedelta(days=1)
    return found


def opinion(rules, reporters, answers, span, period):
    """`rules` is (indicator, kind, over time, over reporters); `reporters` the lead first, each
    with the day from which it is asked; `span` the plan's and `period` the asked days."""
    name, kind, over_time, over_reporters = rules
    if over_reporters == "lead_only":
        reporters = reporters[:1]
    asked = [
        (who, quarter)
        for who, since in reporters
        for quarter in quarters(*span)
        if since <= quarter[0] and quarter[1] <= period[1]
    ]
    answers = {each: answers.get((name, *each), "not-received") for each in asked}
    inside = [(who, quarter) for who, quarter in asked if period[0] <= quarter[0]]
    missing = {(*each, answers[each]) for each in inside if answers[each] in WHY}
    reported, expected = len(inside) - len(missing), len(inside)
    senders, times = {who for who, _ in inside}, {quarter for _, quarter in inside}
    if (over_time == "none" and len(times) > 1) or (over_reporters == "none" and len(senders) > 1):
        return Opinion(None, "not-aggregated", reported, expected, missing)
    looks_back = over_time in {"last", "latest_state"}
    each = over_each(over_time, asked if looks_back else inside, answers)
    actual = over_all(kind, over_reporters, each) if each else None
    coverage = "complete" if reported == expected else "partial" if each else "none"
    return Opinion(actual, coverage, reported, expected, missing)


def over_each(rule, asked, answers):
    """What the answers of each reporter come to, in order of time."""
    known = {}
    for who, quarter in sorted(asked, key=lambda one: one[1]):
        if answers[who, quarter] not in WHY:
            known.setdefault(who, []).append(answers[who, quarter])
    return [over_one(rule, found) for found in known.values()]


def over_one(rule, answers):
    """One reporter's answers over time: a pair (above, below), or a state."""
    if isinstance(answers[0], str):
        return answers[-1]
    pairs = [one if isinstance(one, tuple) else (one, 1) for one in answers]
    numbers = [above for above, _ in pairs]
    return {
        "sum": (sum(numbers), 1),
        "mean": (sum(numbers), len(numbers)),
        "min": (min(numbers), 1),
        "max": (max(numbers), 1),
        "ratio_of_sums": (sum(numbers), sum(below for _, below in pairs)),
    }.get(rule, pairs[-1])


def over_all(kind, rule, each):
    if kind == "milestone":
        return min(each, key=LADDER.index)
    if rule == "ratio_of_sums":
        below = sum(one[1] for one in each)
        return Fraction(sum(one[0] for one in each)) / Fraction(below) if below else None
    values = [Fraction(above) / Fraction(below) for above, below in each if below]
    if not values:
        return None
    if rule == "mean":
        return sum(values) / len(values)
    return {"min": min, "max": max}.get(rule, sum)(values)


def asked_inside(rules, reporters, span, period):
    """Whose figure of which quarter should be in the total."""
    if rules[3] == "lead_only":
        reporters = reporters[:1]
    return [
        (who, quarter)
        for who, since in reporters
        for quarter in quarters(*span)
        if since <= quarter[0] and period[0] <= quarter[0] and quarter[1] <= period[1]
    ]


def why_not_added(rules, reporters, span, period):
    """The reason for no number, in the order in which a reader asks: whose figures, then when."""
    inside = asked_inside(rules, reporters, span, period)
    if rules[3] == "none" and len({who for who, _ in inside}) > 1:
        return "over-reporters"
    if rules[2] == "none" and len({quarter for _, quarter in inside}) > 1:
        return "over-time"
    return ""


def year_to_date(rules, reporters, answers, span, period):
    """What the year in which the period ends comes to so far, and how complete that is."""
    start = date(period[1].year, 1, 1)
    if period[0] < start or rules[1] == "milestone" or rules[2] in {"last", "last_in_period"}:
        return None, None
    found = opinion(rules, reporters, answers, span, (start, period[1]))
    return found.actual, found.coverage


def possible_end(rules, reporters, answers, span, period, draw):
    """What the total is when all that is missing, and can come, has come as drawn."""
    gaps = [
        (rules[0], *each)
        for each in asked_inside(rules, reporters, span, period)
        if answers.get((rules[0], *each), "not-received") in {*WHY} - {"NA"}
    ]
    filled = answers | {each: draw() for each in gaps}
    return opinion(rules, reporters, filled, span, period).actual
