"""Every figure of a plan through time: each indicator, place, period, year and year to date.

`measure_progress` knows why each part of a page is missing; this knows only how many there are, and
so can go through an archive of many million observations. Both put figures together by the one
table of `combine`. The observations are read some years at a time, so that memory does not grow
with the archive; what is handed to the engine beside them is a line for each return and each cell
of the form.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from mne.model import At, Indicator, Plan, Receipt, Slot, at_text
from mne.observations import ObservationTable, canonical_at
from mne.periods import Period
from mne.progress.ask import LOOKS_BACK, Bundle
from mne.progress.combine import GIVEN, MEASURED, NUMBER, handed_back, over_reporters, over_time
from mne.progress.engine import Backend, lend, open_engine
from mne.progress.figure import Figure, decimal_of, put_together
from mne.progress.returns import Returns, Series, Span

Expression = Any
_ANY_ORDER = frozenset({"sum", "min", "max", "ratio_of_sums"})
"""The same one over time and over reporters: it does not matter which comes first."""
_AT_ONCE = 5_000_000
"""About how many figures of single returns are spread over stretches of time at once."""
_EARLIER = -1
"""The moment of what was last said before the years that are being read."""


class SeriesFigure(NamedTuple):
    """One figure of a series, exact: what stands above and below the line, or a state."""

    indicator: Indicator
    at: At
    period: Period
    numerator: Decimal | None
    denominator: Decimal | None
    state: str | None
    reported: int
    expected: int

    @property
    def actual(self) -> Decimal | str | None:
        """The figure itself, divided once; None where nothing stands below the line."""
        if self.numerator is None or self.denominator is None:
            return self.state if self.numerator is None else self.numerator
        if not self.denominator:
            return None
        return decimal_of(Fraction(self.numerator) / Fraction(self.denominator))


def series_of(
    table: ObservationTable,
    plan: Plan,
    counting: Mapping[Slot, Receipt],
    *,
    as_of: date,
    exempt: AbstractSet[Slot] = frozenset(),
    by: Collection[str] | None = None,
) -> Iterator[SeriesFigure]:
    """Every figure that `measure_progress` would give for what was asked, year by year.

    For each indicator that is asked for, its total and each place of its breakdowns, or of those
    alone whose dimensions are named in `by`: a figure for each of its own periods, for each year,
    and for the year up to the end of each period. There is none where nothing was reported, nor
    where a definition forbids to add.
    """
    returns = Returns(plan, counting, as_of, exempt, by)
    book = _Book(returns, list(returns.series()))
    with open_engine(table.engine) as backend:
        observations = table.read(backend)
        earlier: pa.Table | None = None
        for years in book.batches():
            asked = book.asked(years)
            if not asked.num_rows and earlier is None:
                continue
            parts = backend.to_pyarrow(_parts(backend, observations, book.cells, asked))
            page = _Page(book, years, parts, earlier)
            yield from book.figures(backend.to_pyarrow(page.bundles()))
            if book.looks_back and years[-1] != book.years[-1]:
                earlier = backend.to_pyarrow(page.newest())


@dataclass
class _Book:
    """Numbers for everything that the engine is to tell apart, and how to read them back."""

    returns: Returns
    series: Sequence[Series]

    def __post_init__(self) -> None:
        slots = [every for one in self.series for every, _ in one.cells]
        self.asking = {every: number for number, every in enumerate(dict.fromkeys(slots))}
        spreads = {id(one.spans): one.spans for one in self.series}
        self.spreads = {identity: number for number, identity in enumerate(spreads)}
        self._spans = list(spreads.values())
        lines = [line for every in self.asking for line in self.returns.lines(every)]
        facts = {line.fact for line in lines}
        self.moments = {fact: number for number, fact in enumerate(sorted(facts))}
        periods = {span.period for spans in self._spans for span in spans}
        self.periods = sorted(periods)
        self.numbers = {period: number for number, period in enumerate(self.periods)}
        self.reporters = {one.id: number for number, one in enumerate(self.returns.plan.reporters)}
        self.years = sorted({period.end.year for period in self.periods})
        self._lines = self._by_year()
        self._by_period = [{span.period: span for span in spans} for spans in self._spans]
        self.cells = self._cells()
        self.rules = self._rules()

    @property
    def looks_back(self) -> bool:
        """Whether any rule takes what was said before the year."""
        return any(one.indicator.combine.over_time in LOOKS_BACK for one in self.series)

    def _by_year(self) -> dict[int, list[tuple[int, str, int, int]]]:
        """Of each year, the returns that ask and came: for what, which, of whom, about when."""
        found = defaultdict(list)
        for every, asking in self.asking.items():
            for line in self.returns.lines(every):
                if line.receipt:
                    reporter, moment = self.reporters[line.reporter], self.moments[line.fact]
                    found[line.fact.end.year].append((asking, line.receipt, reporter, moment))
        return found

    def _cells(self) -> pa.Table:
        """The cells of the forms, and which figures they are parts of."""
        lines = []
        for number, one in enumerate(self.series):
            source = self.returns.asker.source(one.indicator)
            parts = 2 if source.kind == "ratio" else 1
            for slots, cells in one.cells:
                asking, needed = self.asking[slots], parts * len(cells)
                lines += [
                    (source.id, at_text(canonical_at(cell)), number, asking, needed)
                    for cell in cells
                ]
        return _table(_CELLS, lines)

    def _rules(self) -> pa.Table:
        """How each series is put together."""
        lines = []
        for number, one in enumerate(self.series):
            combine = one.indicator.combine
            alike = combine.over_time == combine.over_reporters
            any_order = alike and combine.over_time in _ANY_ORDER
            spread = self.spreads[id(one.spans)]
            lines.append((number, spread, combine.over_time, combine.over_reporters, any_order))
        return _table(_RULES, lines)

    def batches(self) -> Iterator[tuple[int, ...]]:
        """The years, together as long as what is spread over them is not too much."""
        askings = [self.asking[slots] for one in self.series for slots, _ in one.cells]
        figures = Counter(askings)
        parts = {
            year: sum(figures[asking] for asking, *_ in self._lines.get(year, ()))
            for year in self.years
        }
        spans = Counter(period.end.year for period in self.periods)
        some: tuple[int, ...] = ()
        for year in self.years:
            together = (*some, year)
            spread = sum(parts[one] for one in together) * sum(spans[one] for one in together)
            if some and spread > _AT_ONCE:
                yield some
                together = (year,)
            some = together
        if some:
            yield some

    def asked(self, years: Sequence[int]) -> pa.Table:
        """The returns about the years that count."""
        return _table(_ASKED, [line for year in years for line in self._lines[year]])

    def members(self, years: Sequence[int]) -> pa.Table:
        """Which moments belong to which stretch of time that ends in the years."""
        return _table(
            _MEMBERS,
            [
                line
                for spread, spans in enumerate(self._spans)
                for span in spans
                if span.period.end.year in years
                for line in self._belongs(spread, span, years[0])
            ],
        )

    def _belongs(self, spread: int, span: Span, first: int) -> Iterator[tuple[int, int, int, int]]:
        period = self.numbers[span.period]
        for fact in span.inside:
            yield spread, self.moments[fact], period, 1
        for fact in span.before:
            if fact.end.year >= first:
                yield spread, self.moments[fact], period, 0
        if any(fact.end.year < first for fact in span.before):
            yield spread, _EARLIER, period, 0

    def figures(self, bundled: pa.Table) -> Iterator[SeriesFigure]:
        """What the engine put together, as figures, in the order of the plan and of time."""
        found: dict[tuple[int, int], list[Bundle]] = defaultdict(list)
        reported: dict[tuple[int, int], int] = defaultdict(int)
        for series, span, *bundle, count in zip(
            *(
                bundled[name].to_pylist()
                for name in ("series", "span", *Bundle._fields, "reported")
            ),
            strict=True,
        ):
            found[series, span].append(Bundle(*bundle))
            reported[series, span] += count
        for key in sorted(found):
            yield self._figure(*key, found[key], reported[key])

    def _figure(
        self, number: int, period: int, bundles: Sequence[Bundle], reported: int
    ) -> SeriesFigure:
        one = self.series[number]
        span = self._by_period[self.spreads[id(one.spans)]][self.periods[period]]
        (first, *others) = bundles
        numerator, denominator, state = first.numerator, first.denominator, first.text
        rule = one.indicator.combine.over_reporters
        if others or first.text is not None or rule in {"mean", "ratio_of_sums"}:
            figure = put_together(one.indicator, rule, bundles, span.asked, Figure())
            state = figure.value if isinstance(figure.value, str) else None
            numerator, denominator = figure.numerator, figure.denominator
            if numerator is None and isinstance(figure.value, Fraction):
                numerator = decimal_of(figure.value)
        return SeriesFigure(
            one.indicator,
            one.at,
            span.period,
            numerator,
            denominator,
            state,
            reported,
            span.expected,
        )


_INT, _TEXT, _FIGURE = pa.int32(), pa.string(), pa.decimal128(38, 4)
_CELLS = {"indicator": _TEXT, "at": _TEXT, "series": _INT, "asking": _INT, "needed": _INT}
_RULES = {
    "series": _INT,
    "spread": _INT,
    "over_time": _TEXT,
    "over_reporters": _TEXT,
    "any_order": pa.bool_(),
}
_ASKED = {"asking": _INT, "receipt": _TEXT, "reporter": _INT, "moment": _INT}
_MEMBERS = {"spread": _INT, "moment": _INT, "span": _INT, "inside": _INT}
_HELD = ["numerator", "denominator", "text"]
_SERIES = ["series", "spread", "over_time", "over_reporters"]


def _table(types: Mapping[str, pa.DataType], lines: Sequence[Sequence[object]]) -> pa.Table:
    columns = zip(*lines, strict=True) if lines else [()] * len(types)
    arrays = [pa.array(one, type_) for one, type_ in zip(columns, types.values(), strict=True)]
    return pa.table(dict(zip(types, arrays, strict=True)))


def _parts(
    backend: Backend, observations: Expression, cells: pa.Table, asked: pa.Table
) -> Expression:
    """One line for each part that is whole: a reporter's figure for one of its periods.

    The only time that the observations are read; what they come to is small beside them.
    """
    receipts = asked["receipt"].to_pylist()
    given = observations.filter(
        observations.receipt.between(min(receipts, default=""), max(receipts, default="")),
        observations.part.isin(MEASURED),
        observations.status.isin(GIVEN),
        observations.number.notnull() | observations.text.notnull(),
    )
    # Whose it is and when says the return, in numbers, which are told apart faster than texts.
    given = given.select("receipt", "indicator", "at", "part", "number", "text")
    rows = given.join(lend(backend, cells), ["indicator", "at"])
    rows = rows.join(lend(backend, asked), ["asking", "receipt"])
    parts = rows.group_by(["series", "reporter", "moment", "needed"]).agg(
        numerator=rows.number.sum(where=rows.part != "denominator").cast(NUMBER),
        denominator=rows.number.sum(where=rows.part == "denominator").cast(NUMBER),
        text=rows.text.max(where=rows.part == "state"),
        given=rows.count(),
    )
    return parts.filter(parts.given >= parts.needed).drop("given", "needed")


class _Page:
    """What is asked of the engine for some years in a row, of the parts that were found in them."""

    def __init__(
        self, book: _Book, years: Sequence[int], parts: pa.Table, earlier: pa.Table | None
    ) -> None:
        self._members = ibis.memtable(book.members(years))
        self._rules = book.rules
        self._parts = handed_back(parts)
        self._earlier = earlier

    def bundles(self) -> Expression:
        """Every figure of the years, as bundles of the same denominator and state."""
        any_order = self._rules["any_order"]
        found = [
            way(some)
            for way, some in (
                (self._in_any_order, self._rules.filter(any_order)),
                (self._time_first, self._rules.filter(pc.invert(any_order))),
            )
            if some.num_rows
        ]
        return ibis.union(*found) if len(found) > 1 else found[0]

    def _in_any_order(self, some: pa.Table) -> Expression:
        """All reporters of a period first, which leaves little to spread over time."""
        rules = _names(some, "over_time")
        parts = self._parts.join(ibis.memtable(some), "series").mutate(inside=1)
        figures = over_time(parts, [*_SERIES, "moment"], rules)
        figures = figures.mutate(parts=figures.reported).drop("reported")
        spread = figures.join(self._members, ["spread", "moment"])
        spread = spread.mutate(inside=spread.inside * spread.parts)
        found = over_time(spread, [*_SERIES, "span"], rules)
        return _chosen(found.mutate(reporters=ibis.literal(1, "int64")))

    def _time_first(self, some: pa.Table) -> Expression:
        parts = self._with_earlier().join(ibis.memtable(some), "series")
        spread = parts.join(self._members, ["spread", "moment"])
        by = [*_SERIES, "span"]
        figures = over_time(spread, [*by, "reporter"], _names(some, "over_time"))
        return _chosen(over_reporters(figures, by, _names(some, "over_reporters")))

    def newest(self) -> Expression:
        """What each reporter said last, up to the end of the years, where it counts afterwards."""
        looks_back = pc.is_in(self._rules["over_time"], value_set=pa.array(sorted(LOOKS_BACK)))
        some = ibis.memtable(self._rules.filter(looks_back).select(["series"]))
        parts = self._with_earlier().semi_join(some, "series")
        columns = {name: parts[name].argmax(parts.moment) for name in _HELD}
        return parts.group_by(["series", "reporter"]).agg(**columns)

    def _with_earlier(self) -> Expression:
        """The parts, and what was said last before the years; figures as text, as in `combine`."""
        if self._earlier is None:
            return self._parts
        earlier = handed_back(self._earlier).mutate(moment=ibis.literal(_EARLIER, "int32"))
        return ibis.union(self._parts, earlier.select(*self._parts.columns))


def _names(rules: pa.Table, column: str) -> set[str]:
    return set(rules[column].to_pylist())


def _chosen(found: Expression) -> Expression:
    return found.select("series", "span", *Bundle._fields, "reported")
