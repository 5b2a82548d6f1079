"""What was traced as a person reads it: the figure first, then its cells, then the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from mne.cli.app import App
from mne.cli.shared import draw_table
from mne.cli.trace.listing import Path, rule_of
from mne.kinds import kind_of
from mne.messages import message
from mne.model import At, Observation, Plan, Receipt, at_text
from mne.tables import plain, shown
from mne.trace import Gap, Piece, Rested, Traced, Typed

_PARTS = (
    "indicator",
    "at",
    "part",
    "reporter",
    "period",
    "receipt",
    "where",
    "raw",
    "value",
    "status",
)
_RESTED = ("indicator", "period", "at", "actual", "coverage")


class Screen:
    """Says in a user's language what was traced."""

    def __init__(self, app: App, plan: Plan, path: Path) -> None:
        self.app = app
        self.plan = plan
        self.path = path

    def figure(self, traced: Traced) -> str:
        """A figure, what it is made of, what it lacks, and the files that it came in."""
        lines = [self._say("trace-figure", **self._named(traced))]
        rule = rule_of(self.plan, traced.indicator)
        if rule and traced.row:
            row = traced.row
            how = "trace-formula" if "formula" in rule else "trace-combined"
            counts = {"coverage": row.coverage, "reported": row.reported, "expected": row.expected}
            lines.append(self._say(how, **{"formula": "", **rule}, **counts))
        if traced.row and traced.row.from_definition:
            known = traced.row.from_definition
            lines.append(self._say("trace-attained", state=known.state, on=known.on.label))
        blocks = [_text(lines)]
        blocks += (
            [self._table(traced.pieces)] if traced.pieces else [_text([self._say("trace-none")])]
        )
        if traced.confirmed:
            blocks.append(f"{self._say('trace-confirmed')}\n{self._table(traced.confirmed)}")
        if traced.gaps:
            missing = [line for gap in traced.gaps for line in self._gap(gap)]
            blocks.append(f"{self._say('trace-missing')}\n{self._drawn(missing)}")
        homes = [one.home for one in (*traced.pieces, *traced.confirmed)]
        blocks += [self._files(homes)] if homes else []
        return "\n".join(blocks)

    def cell(self, typed: Typed) -> str:
        """A cell, whether it counts, and the figures that are made of it."""
        one = typed.piece.observation
        cell = _place(one)
        raw = one.cell.raw if one.cell and one.cell.raw else "-"
        head = self._say("trace-cell", where=cell, receipt=typed.receipt.id, raw=raw)
        figure = f"{one.indicator}{_at(one.at)}" + (f" #{one.part}" if one.part else "")
        lines = [
            head,
            self._say(
                "trace-is",
                figure=figure,
                period=one.period.label,
                reporter=one.reporter,
                title=self._title(one.indicator),
                status=one.status,
            ),
            self._standing(typed),
        ]
        if typed.instead:
            other = typed.instead.observation
            value = _shown(other.value)
            lines.append(self._say("trace-instead", where=_place(other), value=value))
        blocks = [_text(lines)]
        if typed.rested:
            table = draw_table(self.app, _RESTED, [self._rested(one) for one in typed.rested])
            blocks.append(f"{self._say('trace-rests')}\n{table}")
        elif typed.counts:
            blocks.append(_text([self._say("trace-rests-none")]))
        return "\n".join([*blocks, self._files([typed.piece.home])])

    def _standing(self, typed: Typed) -> str:
        """Whether the receipt counts, and if not why."""
        if typed.counts:
            return self._say("trace-counts", receipt=typed.receipt.id)
        counting = typed.counting
        why = self._say(f"trace-{typed.why_not}", receipt=typed.receipt.id)
        after = (
            self._say("trace-counting", receipt=counting.id)
            if counting
            else self._say("trace-counting-none")
        )
        return f"{why} {after}"

    def _named(self, traced: Traced) -> dict[str, str]:
        return {
            "value": self._figure(traced),
            "figure": f"{traced.indicator}{_at(traced.at)}",
            "period": traced.period.label,
            "title": self._title(traced.indicator),
        }

    def _figure(self, traced: Traced) -> str:
        """The figure as `progress` prints it, with what stands above and below the line."""
        indicator = self.plan.indicators_by_id.get(traced.indicator)
        value, row = traced.value, traced.row
        if indicator is None or value is None or row is None:
            return _shown(value) if value else self._say("trace-no-figure")
        counted = row.numerator is not None and row.denominator is not None
        over = f"{plain(row.numerator)}/{plain(row.denominator)}" if counted else ""
        if indicator.kind == "milestone" and over:
            return over
        printed = kind_of(indicator).show(indicator, value, self.app.language)
        return f"{printed} ({over})" if over else printed

    def _title(self, name: str) -> str:
        asked = self.plan.asked_by_id.get(name)
        return asked.title.say(self.app.language) if asked else ""

    def _table(self, pieces: Sequence[Piece]) -> str:
        return self._drawn([self._line(one) for one in pieces])

    def _line(self, piece: Piece) -> dict[str, str]:
        one, receipt, _ = piece
        return {
            "indicator": one.indicator,
            "at": at_text(one.at).replace(";", " "),
            "part": one.part,
            "reporter": one.reporter,
            "period": one.period.label,
            "receipt": receipt.id.rpartition("/")[2],
            "where": _place(one),
            "raw": one.cell.raw if one.cell else "",
            "value": _shown(one.value),
            "status": self._say("trace-status", status=one.status),
        }

    def _gap(self, gap: Gap) -> Iterator[dict[str, str]]:
        if gap.pieces:
            yield from (self._line(one) for one in gap.pieces)
            return
        missing = gap.missing
        empty = dict.fromkeys(_PARTS, "")
        yield empty | {
            "indicator": gap.indicator,
            "at": at_text(gap.at).replace(";", " "),
            "reporter": missing.reporter,
            "period": missing.period.label,
            "receipt": gap.receipt.id.rpartition("/")[2] if gap.receipt else "",
            "status": self._say("trace-status", status=missing.why),
        }

    def _drawn(self, lines: Sequence[dict[str, str]]) -> str:
        """A table without the columns that say nothing; of one indicator only, not naming it."""
        said = {name: {line[name] for line in lines} for name in _PARTS}
        only_one = len(said["indicator"]) == 1
        columns = [
            name for name in _PARTS if any(said[name]) and not (name == "indicator" and only_one)
        ]
        return draw_table(self.app, columns, [[line[name] for name in columns] for line in lines])

    def _rested(self, one: Rested) -> tuple[object, ...]:
        indicator = self.plan.indicators_by_id.get(one.indicator)
        value = one.value
        if indicator and isinstance(value, Decimal) and indicator.kind != "milestone":
            value = kind_of(indicator).show(indicator, value, self.app.language)
        elif one.row and one.row.denominator is not None:
            value = f"{plain(one.row.numerator)}/{plain(one.row.denominator)}"
        row = one.row
        heard = f"{row.coverage} {row.reported}/{row.expected}" if row else ""
        return one.indicator, one.period.label, at_text(one.at).replace(";", " "), value, heard

    def _files(self, receipts: Sequence[Receipt]) -> str:
        """The files as they came; each once."""
        kept = {one.id: one for one in receipts}.values()
        return _text(
            [self._say("trace-files"), *(line for one in kept for line in self._file(one))]
        )

    def _file(self, receipt: Receipt) -> Iterator[str]:
        """Where the file lies, and how it came if nobody sent it."""
        gone = self._say("trace-file-gone", receipt=receipt.id, decision=receipt.removed_by)
        yield f"  {shown(self.path(receipt)) or gone}"
        origin = receipt.origin
        if origin.how != "sent" and receipt.has_content:
            letter = origin.letter.file if origin.letter else "-"
            facts = {"source": origin.source, "letter": letter}
            yield f"    {shown(self._say(f'trace-{origin.how}', **facts))}"

    def _say(self, code: str, **facts: object) -> str:
        return message(code, self.app.language, **facts)


def _text(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _at(at: At) -> str:
    return f" {at_text(at).replace(';', ' ')}" if at else ""


def _place(one: Observation) -> str:
    return f"{one.cell.sheet}!{one.cell.ref}" if one.cell else "-"


def _shown(value: object) -> str:
    return plain(value) or "-"
