"""What an example of the manual is, how it is run, and how it is written on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import yaml
from progress_kit import EN, LADDER, LONG_AFTER, OURS, Returns, plan_of

from mne.kinds import kind_of
from mne.kinds.kind import round_half_up
from mne.messages import read_texts
from mne.model import Indicator, Progress, at_text
from mne.periods import Period
from mne.progress import Wanted, measure_all
from mne.progress.trend_words import Names, trend_remark, trend_short
from mne.tables import plain

NOTHING = "–"
"""In a table of what was sent: no return came."""
ALWAYS = {"title": EN, "level": "output", "lead": "MOI", "direction": "up", "provenance": OURS}
"""Keys that every indicator needs; an example writes only those that it is about."""
BY_KIND: Mapping[str, Mapping[str, object]] = {
    "count": {"counting_unit": "case"},
    "ratio": {"counting_unit": "case", "numerator": EN, "denominator": EN},
    "amount": {"counting_unit": "money", "unit": "KHR", "stage": "spent"},
    "milestone": {"states": LADDER, "combine": {"over_time": "latest_state"}},
}


@dataclass(frozen=True)
class Example:
    """One trap or rule: what was sent, how it is defined, and what comes out."""

    title: str
    words: str
    """Two or three short sentences: why it matters."""
    keys: str
    """The indicators as a definition file holds them, only the keys that matter."""
    sent: tuple[tuple[str, ...], ...]
    """The first line names the periods; each other line says who, and what of."""
    answers: tuple[Mapping[str, str], ...]
    """Each line of the answer, written by hand: `in` a period, and what is to be read there."""
    as_of: date = LONG_AFTER
    vouched: tuple[tuple[str, str, str], ...] = ()
    """Who signed: reporter, period, and how (`signed`, `signed and validated`)."""


@dataclass(frozen=True)
class Chapter:
    """Examples of one question."""

    title: str
    words: str
    examples: tuple[Example, ...]


def run(example: Example) -> list[dict[str, str]]:
    """The answers of the program in the words of the example's own columns."""
    indicators = dict(_indicators(example.keys))
    returns = Returns(plan_of(*indicators.values()))
    for who, cells in _lines(example):
        for period, cell in cells:
            if cell != NOTHING:
                _put(returns, who, period, cell, next(iter(indicators)))
    for reporter, period, how in example.vouched:
        returns.attest(reporter, period, *how.split(" and "))
    return [_answer(example, returns, indicators, asked) for asked in example.answers]


def _indicators(text: str) -> Iterator[tuple[str, Indicator]]:
    read = yaml.load(text, yaml.BaseLoader)  # every scalar is text, as in a definition file
    for name, keys in read.items():
        kind = keys.get("kind", "count")
        for target in keys.get("targets", ()):
            target["value"] = None if target["value"] == "null" else target["value"]
        if "states" in keys:
            keys["states"] = [{"id": one, "name": words} for one, words in keys["states"].items()]
        yield (
            name,
            Indicator.model_validate({**ALWAYS, **BY_KIND[kind], "id": name, "kind": kind, **keys}),
        )


def _lines(example: Example) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    head, *lines = example.sent
    for who, *cells in lines:
        yield who, list(zip(head[1:], cells, strict=True))


def _put(returns: Returns, who: str, period: str, cell: str, first: str) -> None:
    """`MOI`, `MOI sex=female`, `MOI B`: who, and where or of which indicator."""
    reporter, *rest = who.split()
    at = ";".join(word for word in rest if "=" in word)
    of = next((word for word in rest if "=" not in word), first)
    value = cell.replace(" of ", "/").replace(",", "")
    states = {one["id"] for one in LADDER}
    returns.put(reporter, period, f"={value}" if value in states else value, of=of, at=at)


def _answer(
    example: Example,
    returns: Returns,
    indicators: Mapping[str, Indicator],
    asked: Mapping[str, str],
) -> dict[str, str]:
    name, at = asked.get("of", next(iter(indicators))), asked.get("where", "")
    by = tuple(piece.partition("=")[0] for piece in filter(None, at.split(";")))
    against = Period.parse(asked["against"]) if "against" in asked else None
    wanted = Wanted(returns.plan, Period.parse(asked["in"]), returns.counting, example.as_of, by)
    with returns._kept("duckdb", None) as table:
        (rows,) = measure_all(table, [wanted._replace(against=against)])
    row = next(one for one in rows if (one.indicator, at_text(one.at)) == (name, at))
    return {
        column: text if column in PLACES else COLUMNS[column](indicators[name], row)
        for column, text in asked.items()
    }


def _figure(indicator: Indicator, row: Progress) -> str:
    if row.actual is None:
        return "no figure"
    if indicator.kind == "milestone" and row.denominator is not None:
        return f"{row.numerator} of {row.denominator} places"
    return _shown(indicator, row.actual)


def _shown(indicator: Indicator, value: Decimal | str | None) -> str:
    if value is None:
        return "none"
    if isinstance(value, str):
        return value
    return kind_of(indicator).show(indicator, value, "en").replace("\u00a0", " ")


def _made_of(indicator: Indicator, row: Progress) -> str:
    between = "of" if indicator.kind == "ratio" else "over"
    return f"{plain(row.numerator)} {between} {plain(row.denominator)}"


def _coverage(_: Indicator, row: Progress) -> str:
    return f"{row.coverage}, {row.reported} of {row.expected}"


def _missing(_: Indicator, row: Progress) -> str:
    return "; ".join(f"{one.reporter} {one.period} ({one.why})" for one in row.missing) or "nobody"


def _achieved(_: Indicator, row: Progress) -> str:
    if row.achievement is None:
        return "not compared"
    return f"{round_half_up(row.achievement * 100, 1)} %".replace(".0 %", " %").replace("-", "−")


def _between(indicator: Indicator, row: Progress) -> str:
    low, high = _shown(indicator, row.low), _shown(indicator, row.high)
    if row.low is None and row.high is None:
        return "nothing is known"
    return f"{low} or more" if row.high is None else f"{low} to {high}"


def _sentence(area: str) -> Callable[[str], str]:
    return lambda code: read_texts("report.en")[f"{area}.{code}"] if code else ""


def _remark(indicator: Indicator, row: Progress) -> str:
    def named(periods: Sequence[Period]) -> str:
        return ", ".join(map(str, periods))

    names = Names(str, named, lambda one: f"{one.because} on {one.day}")
    return trend_remark(indicator, row, "en", names) or "the same returns in both"


PLACES = {"in", "of", "where", "against"}
"""Columns that ask; all others answer."""
COLUMNS: dict[str, Callable[[Indicator, Progress], str]] = {
    "figure": _figure,
    "made of": _made_of,
    "coverage": _coverage,
    "missing": _missing,
    "lies between": _between,
    "why no figure": lambda _, row: _sentence("why-not-added")(row.why_not_aggregated),
    "may repeat": lambda _, row: "yes" if row.repeats else "no",
    "year to date": lambda indicator, row: _shown(indicator, row.year_to_date),
    "since the plan began": lambda indicator, row: _shown(indicator, row.cumulative),
    "stands": lambda _, row: row.attested,
    "target": lambda indicator, row: _shown(indicator, row.target),
    "first target": lambda indicator, row: _shown(indicator, row.original_target),
    "achieved": _achieved,
    "rating": lambda _, row: row.rating.replace("-", " "),
    "why not rated": lambda _, row: _sentence("why-not-rated")(row.why_not_rated),
    "due": lambda _, row: (row.due.state or "not known") if row.due else "no day set",
    "change": lambda indicator, row: (
        trend_short(indicator, row, "en").replace("\u00a0", " ") or "no trend"
    ),
    "means": lambda _, row: (row.trend.means if row.trend else "") or "neither better nor worse",
    "rests on": _remark,
}


def page(chapters: Sequence[Chapter]) -> str:
    """The manual."""
    parts = [INTRODUCTION, _contents(chapters)]
    for number, chapter in enumerate(chapters, 1):
        parts.append(f"## {number}. {chapter.title}\n\n{chapter.words}")
        parts += [_example(example) for example in chapter.examples]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _contents(chapters: Sequence[Chapter]) -> str:
    lines = []
    for number, chapter in enumerate(chapters, 1):
        words = "".join(one for one in chapter.title.lower() if one.isalnum() or one in " -")
        lines.append(f"{number}. [{chapter.title}](#{number}-{words.replace(' ', '-')})")
    return "\n".join(lines)


def _example(example: Example) -> str:
    columns = list(dict.fromkeys(name for one in example.answers for name in one))
    lines = [[one.get(name, "") for name in columns] for one in example.answers]
    known = "" if example.as_of == LONG_AFTER else f", as known on {example.as_of}"
    return "\n\n".join(
        [
            f"### {example.title}",
            example.words.strip(),
            "Sent:",
            _table(("reporter", *example.sent[0][1:]), example.sent[1:]),
            *_signed(example),
            "Defined:",
            f"```yaml\n{example.keys.strip()}\n```",
            f"Answer{known}:",
            _table(columns, lines),
        ]
    )


def _signed(example: Example) -> Iterator[str]:
    if example.vouched:
        yield " ".join(f"{who}'s return for {when} is {how}." for who, when, how in example.vouched)


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


INTRODUCTION = """\
<!-- Written by `python -m tests.spec` from the examples in tests/spec, which are run against the
program. Do not edit this page: change an example there, and write the page again. -->

# How figures are put together

This page shows, by small examples, what becomes of the figures that ministries send: how they are
added, when they are not added, what they are held against, and how they are compared with an
earlier year. Each example was run by the program itself, and a test fails as soon as an answer on
this page is no longer the program's answer.

**All figures on this page are invented.** The three reporters are called MOI, MOND and MOJ; nothing
here was reported by any ministry.

How to read an example:

- *Sent* is what came in. `–` means that no return came. `blank` is an empty cell, `NA` means "does
  not apply here", `ND` means "applies, but there are no data". `0` is a number like any other.
  `18 of 24` is a share: 18 above the line, 24 below it.
- *Defined* holds the keys of the indicator that matter, as they stand in a definition file. What is
  not written there: the lead is MOI, a figure is asked for every quarter, more is better, and one
  unit is a case.
- *Answer* is what `mne progress` says. Unless another day is named, it is read long after the plan.
"""
