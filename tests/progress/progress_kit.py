"""Small plans and returns, written as they are spoken of, for the tests of progress."""

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from mne.model import (
    CellCounts,
    Codelist,
    Decision,
    Indicator,
    Objective,
    Observation,
    Plan,
    Receipt,
    Slot,
    at_text,
    parse_at,
)
from mne.observations import write_observations
from mne.periods import Period
from mne.progress import measure_progress
from mne.progress.activities import follow_activities

EN = {"en": "words"}
OURS = {"basis": "illustrative"}
SEX = ("female", "male", "unknown")
PROVINCE = ("KH01", "KH02", "unknown")
AGE = ("0-14", "15-17", "18+", "unknown")
LONG_AFTER = date(2020, 1, 1)
LADDER = [{"id": one, "name": EN} for one in ("none", "drafting", "signed", "in-force")]


def codelist(name, codes, **entries):
    found = {code: {"name": EN, **entries.get(code, {})} for code in codes}
    return Codelist.model_validate({"id": name, "title": EN, "provenance": OURS, "codes": found})


def indicator(**keys):
    combine = {"over_time": keys.pop("time", "sum"), "over_reporters": keys.pop("over", "sum")}
    defaults = {
        "id": "A",
        "title": EN,
        "level": "output",
        "kind": "count",
        "counting_unit": "event",
        "lead": "MOI",
        "direction": "up",
        "provenance": OURS,
        "combine": combine,
    }
    return Indicator.model_validate(defaults | keys)


def targets(*triples):
    return [
        {"period": period, "value": value, "set_on": on, "reference": "minutes"}
        for period, value, on in triples
    ]


def plan_of(*indicators, reporters=("MOI", "MOND", "MOJ"), codelists=None, **keys):
    who = [
        one if isinstance(one, dict) else {"id": one, "name": EN, "abbreviation": one}
        for one in reporters
    ]
    defaults = {
        "id": "NPA",
        "title": EN,
        "span": {"start": date(2011, 1, 1), "end": date(2013, 12, 31)},
        "calendar": "quarter",
        "due_days": 30,
        "time_zone": "Asia/Phnom_Penh",
        "languages": {"en": "reviewed"},
        "reporters": who,
        "provenance": OURS,
        "objectives": (
            Objective(
                id="O",
                title=EN,
                level="output",
                pillar="follow-up",
                provenance=OURS,
                indicators=indicators,
            ),
        ),
        "codelists": codelists
        or {
            "sex": codelist("sex", SEX),
            "province": codelist("province", PROVINCE),
            "age": codelist("age", AGE),
        },
        "digest": "d" * 64,
    }
    return Plan.model_validate(defaults | keys)


def receipt(slot, number=1, **keys):
    moment = datetime.combine(slot.period.end, datetime.min.time(), UTC)
    fields = {
        "verdict": "accepted",
        "file": "return.xlsx",
        "sha256": f"{number:064d}",
        "size": 1,
        "received_on": moment,
        "recorded_on": moment,
        "by": "secretariat",
        "reason": "",
        "definitions": "d" * 64,
        "reader": "test",
        "tool": "test",
        "cells": CellCounts(),
        "supersedes": "",
        "issues": (),
    }
    return Receipt(slot=slot, number=number, **fields | keys)


def _attestation(one, attested):
    return Decision(
        kind="attestation",
        slot=one.slot,
        receipt=one.id,
        approved_by="somebody",
        on=one.received_on,
        recorded_on=one.received_on,
        tool="test",
        attested=attested,
    )


class Returns:
    """What was sent: `put` a figure in the return of a reporter and a period."""

    def __init__(self, plan):
        self.plan = plan
        self.counting = {}
        self.pairs = []
        self.exempt = set()

    def let_off(self, reporter, *periods):
        """Nobody owes these returns any more."""
        self.exempt |= {Slot(self.plan.id, Period.parse(one), reporter) for one in periods}
        return self

    def attest(self, reporter, period, *attested):
        """Somebody vouches for the return that counts."""
        slot = Slot(self.plan.id, Period.parse(period), reporter)
        one = self.counting[slot]
        said = tuple(_attestation(one, each) for each in attested)
        self.counting[slot] = replace(one, decisions=said)
        return self

    def send(self, reporter, period, number=1):
        slot = Slot(self.plan.id, Period.parse(period), reporter)
        self.counting[slot] = receipt(slot, number)
        return self.counting[slot]

    def mark(self, reporter, period, value, status):
        """A number of the first return with a status beside it."""
        identity = self.send(reporter, period).id
        about = Period.parse(period)
        one = Observation("A", about, reporter, (), "", Decimal(value), status, "", None)
        self.pairs.append((identity, one))
        return self

    def put(self, reporter, period, value, *, of="A", at="", part="", about=None, number=1):
        """A number, `12/30` above and below the line, `=signed` for a state, or NA, ND, blank."""
        slot = Slot(self.plan.id, Period.parse(period), reporter)
        if slot not in self.counting or self.counting[slot].number < number:
            self.send(reporter, period, number)
        identity = f"{slot}/r{number:04d}"
        if "/" in str(value):
            above, below = str(value).split("/")
            self._keep(identity, of, about or period, reporter, at, "numerator", above)
            self._keep(identity, of, about or period, reporter, at, "denominator", below)
        elif str(value).startswith("="):
            self._keep(identity, of, about or period, reporter, at, "state", value[1:], text=True)
        else:
            self._keep(identity, of, about or period, reporter, at, part, str(value))
        return self

    def say(self, reporter, period, words, *, of, part="", at="", number=1):
        """A state or words, as they stand."""
        if Slot(self.plan.id, Period.parse(period), reporter) not in self.counting or number > 1:
            self.send(reporter, period, number)
        identity = f"{self.plan.id}/{period}/{reporter}/r{number:04d}"
        self._keep(identity, of, period, reporter, at, part, words, text=True)
        return self

    def _keep(self, identity, of, period, reporter, at, part, value, *, text=False):
        status, held = "reported", None
        if value in {"NA", "ND", "blank", "unreadable"}:
            status = value
        else:
            held = value if text else Decimal(value)
        self.pairs.append(
            (
                identity,
                Observation(
                    of, Period.parse(period), reporter, parse_at(at), part, held, status, "", None
                ),
            )
        )

    def rows(self, period, *, as_of=LONG_AFTER, by=(), engine="duckdb", folder=None, of=None):
        """All rows; `of` is a selection."""
        with self._kept(engine, folder) as table:
            keys = {"as_of": as_of, "by": by, "selection": of, "exempt": frozenset(self.exempt)}
            return measure_progress(self.plan, Period.parse(period), table, self.counting, **keys)

    def trends(self, period, against, **keys):
        """Each row with its trend against an earlier period, by its place as text."""
        with self._kept("duckdb", None) as table:
            keys = {"as_of": LONG_AFTER, "exempt": frozenset(self.exempt)} | keys
            asked = (self.plan, Period.parse(period), table, self.counting)
            rows = measure_progress(*asked, against=Period.parse(against), **keys)
        return {at_text(row.at): row.trend for row in rows}

    def activities(self, period, *, as_of=LONG_AFTER, of=None):
        """Where each activity stands."""
        with self._kept("duckdb", None) as table:
            asked = (self.plan, Period.parse(period), table, self.counting)
            return follow_activities(*asked, as_of=as_of, selection=of)

    @contextmanager
    def _kept(self, engine, folder):
        with tempfile.TemporaryDirectory() as temporary:
            path = Path(folder or temporary) / "observations.parquet"
            yield write_observations(self.pairs, path, engine)

    def total(self, period, **keys):
        """The one total row, for a plan of one indicator."""
        (row,) = (one for one in self.rows(period, **keys) if one.at == ())
        return row
