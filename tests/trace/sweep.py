"""Traces every row that progress has of a period, and holds each against a second reckoning."""

import csv
import re
from collections import Counter
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO, StringIO

import openpyxl

from mne.archive import Archive, receipts_that_count
from mne.cli.trace.listing import figure_as_json
from mne.compliance import slot_decisions
from mne.definitions import load_plan
from mne.observations import load_observations
from mne.periods import Period
from mne.progress import measure_progress
from mne.trace import Known, trace_cell, trace_rows
from tests.trace import recombined

PLAN = "npa-kh-2011"
DAY = date(2014, 12, 31)


class Example:
    """The made example: its archive, and the senders' files as openpyxl reads them."""

    def __init__(self, folder, cache):
        self.plan = load_plan(folder / "indicators", PLAN)
        self.rules = recombined.definitions(folder / "indicators" / PLAN)
        self.archive = Archive(folder / "submissions")
        moment = self.plan.end_of(DAY)
        self.known = Known(
            plan=self.plan,
            archive=self.archive,
            table=load_observations(self.archive, self.plan, cache),
            counting=receipts_that_count(self.archive.receipts(PLAN, as_of=moment), moment),
            exempt=slot_decisions(self.archive.decisions(PLAN, as_of=moment)).exempt,
            as_of=DAY,
        )
        self.receipts = {one.id: one for one in self.archive.receipts(PLAN)}
        self._books = {}

    def rows(self, label, by):
        """Every row of a period as progress measures it, and as it is traced."""
        known, period = self.known, Period.parse(label)
        facts = {"as_of": DAY, "by": by, "exempt": known.exempt}
        rows = measure_progress(self.plan, period, known.table, known.counting, **facts)
        traced = trace_rows(known, known.wanted(period)._replace(by=by))
        assert [(one.indicator, one.at) for one in rows] == [
            (one.indicator, one.at) for one in traced
        ]
        return [
            (row, figure_as_json(self.plan, one, lambda receipt: receipt.file))
            for row, one in zip(rows, traced, strict=True)
        ]

    def typed(self, part):
        """What the sender's own file holds in the cell of a part."""
        name = part["file_sha256"]
        if name not in self._books:
            home = next(one for one in self.receipts.values() if one.sha256 == name)
            self._books[name] = read_book(home.file, self.archive.original(home))
        value = self._books[name][part["sheet"]][part["cell"]].value
        return value.date().isoformat() if isinstance(value, datetime) else str(value)

    def back(self, part):
        """The figures made of the cell of a part."""
        receipt = self.receipts[part["receipt"]]
        typed = trace_cell(self.known, receipt, part["sheet"], part["cell"])
        assert typed.counts
        return {(one.indicator, one.period.label, dict_text(one.at)) for one in typed.rested}


def read_book(name, content):
    """A sender's workbook; a CSV as one of a single sheet."""
    if not name.endswith(".csv"):
        return openpyxl.load_workbook(BytesIO(content), data_only=True)
    book = openpyxl.Workbook()
    book.active.title = "csv"
    for row in csv.reader(StringIO(content.decode())):
        book.active.append(row)
    return book


def dict_text(at):
    return tuple(sorted(dict(at).items()))


def hold_rows(example, label, by):
    """Every figure is what its parts make, every part stands in its cell; how many there are."""
    seen = Counter()
    for row, told in example.rows(label, by):
        hold_row(example, row, told, label)
        for part in told["parts"]:
            assert example.typed(part) == part["raw"], part
        seen["rows"] += 1
        seen["figures"] += bool(told["parts"])
        seen["parts"] += len(told["parts"])
        seen[example.rules[row.indicator]["kind"]] += bool(told["parts"])
    return seen


def hold_row(example, row, told, label):
    where = (row.indicator, row.at, label)
    at = dict(row.at)
    at.pop("reporter", None)
    found = recombined.recombined(example.rules, row.indicator, at, label, told["parts"])
    if row.indicator in example.rules and example.rules[row.indicator]["kind"] == "milestone":
        states = [one["value"] for one in told["parts"] if one["part"] == "state"]
        if isinstance(row.actual, str):
            assert states == [row.actual], where
        elif row.numerator is not None:
            assert found[1] == row.numerator, where
        return
    if row.actual is None and row.numerator is None:
        assert found is None or row.coverage == "not-aggregated", where
        return
    actual, above, below = found
    if actual is not None:
        assert abs(actual - Fraction(row.actual)) < Fraction(1, 10**20), where
    for mine, theirs in ((above, row.numerator), (below, row.denominator)):
        if mine is not None:
            assert mine == theirs, where


def hold_back(example, label, by, every):
    """Every so many cells names the figure that it was found by; how many were tried."""
    tried = 0
    for number, (row, told) in enumerate(example.rows(label, by)):
        if number % every == 0 and told["parts"] and not re.search("reporter", str(row.at)):
            part = told["parts"][-1]
            assert (row.indicator, label, dict_text(row.at)) in example.back(part), (row, part)
            tried += 1
    return tried
