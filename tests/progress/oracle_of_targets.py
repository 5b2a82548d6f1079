"""A second opinion on targets: achievement and rating, reckoned by hand from the written contract.

Like `oracle`, on whose totals it rests, it knows nothing of the code that it checks.
"""

from dataclasses import dataclass
from fractions import Fraction

from oracle import LADDER, WHY, opinion, quarters

MOST = 10**30
"""More than any figure that a missing return may bring."""


@dataclass
class Aim:
    """One target: what it is, which way is better, where it began, and the days it is set for."""

    target_is: str
    direction: str
    baseline: object
    value: object
    days: tuple


def rated(rules, aim, reporters, answers, span, period, day):
    """(achievement, rating) as known at the end of a day; no return came after that day."""
    ended = [end for _, end in quarters(*span) if end <= min(day, period[1])]
    known = (period[0], ended[-1])
    own = opinion(rules, reporters, answers, span, known)
    actual = reckoned(rules, aim, reporters, answers, span, known)
    if opinion(rules, reporters, answers, span, period).coverage == "not-aggregated":
        own.actual = actual = None  # also while only its first quarter is over
    compared = is_for(aim, span, period)
    achievement = achieved(aim, actual) if compared and actual is not None else None
    if own.actual is None and not own.reported and own.expected:
        return achievement, "no-data"
    if achievement is None or own.actual is None or aim.direction == "neutral" or not own.expected:
        return achievement, "not-rated"
    start = span[0] if aim.target_is == "cumulative" else aim.days[0]
    inside = min(day, period[1]) < aim.days[1]
    elapsed = Fraction((known[1] - start).days + 1, (aim.days[1] - start).days + 1)
    if rules[1] == "milestone":
        if inside and not achievement:
            return achievement, "not-rated"  # its day has not come
        elapsed = 1
    since = (start if aim.target_is == "cumulative" else known[0], known[1])
    ends = [
        reckoned(
            rules,
            aim,
            reporters,
            all_come(rules, reporters, answers, since, span, as_),
            span,
            known,
        )
        for as_ in ("nothing", "least", "most")
    ]
    words = {word(achieved(aim, end) / elapsed, inside) for end in ends}
    return achievement, words.pop() if len(words) == 1 else "not-rated"


def reckoned(rules, aim, reporters, answers, span, period):
    """The figure that the target is about: cumulative is since the plan's start."""
    start = span[0] if aim.target_is == "cumulative" else period[0]
    return opinion(rules, reporters, answers, span, (start, period[1])).actual


def is_for(aim, span, period):
    """Nothing is held against a target of another span; each year works towards the plan's end."""
    towards_the_end = aim.target_is in {"cumulative", "level"} or isinstance(aim.value, str)
    return aim.days == period or (aim.days == span and towards_the_end)


def achieved(aim, actual):
    """How much of the target is achieved; a level from its baseline, where one is established."""
    if isinstance(aim.value, str):
        return Fraction(LADDER.index(actual) >= LADDER.index(aim.value))
    actual, target = Fraction(actual), Fraction(aim.value)
    if aim.target_is == "level" and aim.baseline not in {None, aim.value}:
        return (actual - Fraction(aim.baseline)) / (target - Fraction(aim.baseline))
    if aim.target_is == "ceiling" or aim.direction == "down":
        return Fraction(actual <= target)  # less is better: met or not
    as_it_was = aim.target_is == "level" and aim.baseline == aim.value
    if aim.target_is == "maintain" or as_it_was:
        return Fraction(actual >= target)
    return actual / target


def word(share, inside):
    """The thresholds of the contract; inside the window the share that has elapsed is enough."""
    if share >= 1:
        return "on-schedule" if inside else "met"
    return "behind-schedule" if share >= Fraction(1, 2) else "needs-attention"


def all_come(rules, reporters, answers, period, span, as_):
    """The answers if all that is missing came after all; what does not apply (NA) never does."""
    name, kind = rules[:2]
    come = {
        "count": {"least": 0, "most": MOST},
        "amount": {"least": 0, "most": MOST},
        "ratio": {"least": (0, MOST), "most": (MOST, 1)},
        "milestone": {"least": LADDER[0], "most": LADDER[-1]},
    }[kind]
    found = dict(answers)
    for who, since in reporters:
        for quarter in quarters(*span):
            answer = found.get((name, who, quarter), "not-received")
            # The missing parts are those of the asked days; what they look back at is as it is.
            due = max(since, period[0]) <= quarter[0] and quarter[1] <= period[1]
            if as_ in come and due and answer in WHY and answer != "NA":
                found[name, who, quarter] = come[as_]
    return found
