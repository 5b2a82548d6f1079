"""A second reckoning: the parts of a traced figure put together again, in plain Python.

It reads the definitions as the YAML that a secretariat writes, knows nothing of the code that it
checks, and is handed only what `mne trace --format json` lists.
"""

import re
from fractions import Fraction
from pathlib import Path

import yaml

_NAMED = re.compile(r"\[([\w.-]+)\]")


def definitions(folder):
    """Every indicator as its YAML says it is."""
    found = {}
    for path in sorted(Path(folder).glob("*.yaml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        found |= content.get("indicators", {})
    return found


def recombined(rules, name, at, period, parts):
    """(actual, above, below) of a figure; None where its parts give none."""
    rule = rules[name]
    if "formula" in rule:
        return worked_out(rules, rule, at, period, parts)
    if rule["kind"] == "milestone":
        return places_reached(rule, period, parts)
    combine = rule["combine"]
    if combine["over_time"] == "last_in_period":
        for reporter in {one["reporter"] for one in parts}:
            assert len({one["period"] for one in parts if one["reporter"] == reporter}) == 1
    else:
        assert combine["over_time"] in {"sum", "ratio_of_sums", "none"}
    if combine["over_reporters"] == "lead_only" or combine["over_time"] == "none":
        assert len({one["reporter"] for one in parts}) <= 1
    if not parts:
        return None
    if rule["kind"] == "ratio":
        above, below = total(parts, "numerator"), total(parts, "denominator")
        return (above / below if below else None), above, below
    return total(parts, ""), None, None


def total(parts, part):
    return sum((Fraction(one["value"]) for one in parts if one["part"] == part), Fraction(0))


def worked_out(rules, rule, at, period, parts):
    """The formula with a figure in the place of each name; None where one of them has none."""
    named = {found.partition(".")[0] for found in _NAMED.findall(rule["formula"])}
    under = {
        name: recombined(
            rules,
            name,
            at,
            period,
            [one for one in parts if one["indicator"] == name and one["at"] == at],
        )
        for name in named
    }
    if None in under.values():
        return None

    def figure(found):
        name, _, part = found[1].partition(".")
        actual, above, below = under[name]
        chosen = {"numerator": above, "denominator": below, "": actual}[part]
        return f"Fraction({chosen.numerator}, {chosen.denominator})"

    text = _NAMED.sub(figure, rule["formula"])
    text = re.sub(r"sum\((.*)\)", r"sum([\1])", text)
    if rule["kind"] == "ratio":
        above, below = (eval(one, {"Fraction": Fraction}) for one in split(text))
        return (above / below if below else None), above, below
    return eval(text, {"Fraction": Fraction, "sum": sum}), None, None


def split(text):
    above, below = text.split(" / ")
    return above, below


def places_reached(rule, period, parts):
    """How many places have come as far as the target that holds at the end of the period."""
    ladder = [*rule["states"]]
    states = [one["value"] for one in parts if one["part"] == "state"]
    goal = goal_of(rule, period)
    if goal is None or not states:
        return None
    reached = sum(ladder.index(one) >= ladder.index(goal) for one in states)
    return None, Fraction(reached), None


def goal_of(rule, period):
    """The state aimed at in the first target that is not over before the period begins."""
    return next(
        (one["value"] for one in rule.get("targets", []) if str(one["period"]) >= period), None
    )
