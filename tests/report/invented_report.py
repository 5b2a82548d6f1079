# ruff: noqa: E501 - one line of the plan a line
"""An invented plan with invented returns, for looking at reports: nothing here is a fact."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from mne.compliance import Compliance, Rates, SlotStatus
from mne.layout import LANGUAGE
from mne.model import (
    CellCounts,
    Confirmed,
    Issue,
    LeftOut,
    Missing,
    Observation,
    Plan,
    Progress,
    Receipt,
    Slot,
    Trend,
    Units,
)
from mne.periods import Period, deadline
from mne.report import OpenIssue, ReportInput, SectionText

YEAR = Period.parse("2012")
QUARTERS = YEAR.parts("quarter")
REPORTERS = (
    ("MOWA", "MoWA", "Ministry of Women's Affairs", "ក្រសួងកិច្ចការនារី"),
    ("MOI", "MoI", "Ministry of Interior", "ក្រសួងមហាផ្ទៃ"),
    ("MOJ", "MoJ", "Ministry of Justice", "ក្រសួងយុត្តិធម៌"),
    (
        "MOSVY",
        "MoSVY",
        "Ministry of Social Affairs, Veterans and Youth Rehabilitation",
        "ក្រសួងសង្គមកិច្ច អតីតយុទ្ធជន និងយុវនីតិសម្បទា",
    ),
    (
        "MOLVT",
        "MoLVT",
        "Ministry of Labour and Vocational Training",
        "ក្រសួងការងារ និងបណ្តុះបណ្តាលវិជ្ជាជីវៈ",
    ),
    ("MOINFO", "MoInfo", "Ministry of Information", "ក្រសួងព័ត៌មាន"),
    (
        "MFAIC",
        "MFAIC",
        "Ministry of Foreign Affairs and International Cooperation",
        "ក្រសួងការបរទេស និងសហប្រតិបត្តិការអន្តរជាតិ",
    ),
    ("MOND", "MoND", "Ministry of National Defence", "ក្រសួងការពារជាតិ"),
    ("MOT", "MoT", "Ministry of Tourism", "ក្រសួងទេសចរណ៍"),
    ("MOEYS", "MoEYS", "Ministry of Education, Youth and Sport", "ក្រសួងអប់រំ យុវជន និងកីឡា"),
    ("COM", "CoM", "Office of the Council of Ministers", "ទីស្តីការគណៈរដ្ឋមន្ត្រី"),
    ("NCCT", "NCCT", "National Committee, secretariat", "គណៈកម្មាធិការជាតិ លេខាធិការដ្ឋាន"),
)
PROVINCES = (
    "Banteay Meanchey", "Battambang", "Kampong Cham", "Kampong Chhnang", "Kampong Speu",
    "Kampong Thom", "Kampot", "Kandal", "Koh Kong", "Kratie", "Mondul Kiri", "Phnom Penh",
    "Preah Vihear", "Prey Veng", "Pursat", "Ratanak Kiri", "Siemreap", "Preah Sihanouk",
    "Stung Treng", "Svay Rieng", "Takeo", "Oddar Meanchey", "Kep", "Pailin",
)  # fmt: skip
PROVINCE_FIGURES = (61, 38, 12, 9, 16, 8, 8, 21, 13, 4, 0, 58, 3, 24, 7, 6, 31, 15, 2, 19, 10, 12, None, 9)  # fmt: skip

OURS = {"basis": "illustrative"}
ADAPTED = {"basis": "adapted", "source": "A named standard"}


def _indicator(name: str, en: str, km: str, **keys: object) -> dict[str, object]:
    base: dict[str, object] = {
        "id": name,
        "title": {"en": en, "km": km},
        "level": "output",
        "kind": "count",
        "unit": "persons",
        "counting_unit": "person",
        "combine": {"over_time": "sum", "over_reporters": "sum", "disjoint": True},
        "provenance": OURS,
        "definition": {"en": f"{en}, counted once in the quarter in which it happened."},
        "means_of_verification": {"en": "Register of the lead body"},
    }
    return base | keys


def _target(value: str, first: str = "") -> dict[str, object]:
    targets = [
        {"period": "2012", "value": first or value, "set_on": "2011-03-01", "reference": "Plan"}
    ]
    if first:
        revised = {"period": "2012", "value": value, "set_on": "2012-06-01"}
        targets.append(revised | {"reference": "Minutes 4/2012"})
    return {"target_is": "per_period", "targets": targets, "direction": "up"}


def _base(value: str) -> dict[str, object]:
    return {"baseline": {"period": "2010", "value": value, "source": "Annual review"}}


SEX = {"breakdowns": [["sex"]]}

OBJECTIVES: list[dict[str, object]] = [
    {
        "id": "PREV",
        "title": {"en": "Prevention", "km": "ការទប់ស្កាត់"},
        "indicators": [
            _indicator("T-PREV-01", "People reached by awareness activities", "អ្នកចូលរួមសកម្មភាពលើកកម្ពស់ការយល់ដឹង", lead="MOWA", contributing=["MOINFO", "MOT", "MOEYS"], unit="attendances", counting_unit="attendance", **SEX, **_target("12000"), **_base("8200")),
            _indicator("T-PREV-02", "Teachers and school heads trained in prevention", "គ្រូបង្រៀន និងនាយកសាលាដែលបានបណ្តុះបណ្តាលអំពីការទប់ស្កាត់", lead="MOEYS", **SEX, **_target("900", first="1200"), **_base("310")),
            _indicator("T-PREV-03", "Tourism staff trained on child-safe practice", "បុគ្គលិកទេសចរណ៍ដែលបានបណ្តុះបណ្តាលអំពីសុវត្ថិភាពកុមារ", lead="MOT", **SEX, **_target("400"), **_base("150")),
            _indicator("T-PREV-04", "Recruitment agencies inspected that were found compliant", "ភ្នាក់ងារជ្រើសរើសពលករដែលគោរពតាមច្បាប់ ក្នុងចំណោមដែលបានអធិការកិច្ច", lead="MOLVT", kind="ratio", unit="agencies", counting_unit="facility", numerator={"en": "found compliant"}, denominator={"en": "inspected"}, combine={"over_time": "ratio_of_sums", "over_reporters": "lead_only"}, provenance=ADAPTED, **_target("0.8"), **_base("0.55")),
        ],
    },
    {
        "id": "PROT",
        "title": {"en": "Protection and reintegration", "km": "ការការពារ និងសមាហរណកម្ម"},
        "indicators": [
            _indicator("T-PROT-01", "Victims identified, new in the period", "ជនរងគ្រោះដែលបានកំណត់អត្តសញ្ញាណថ្មី", lead="MOI", sensitivity="victims", breakdowns=[["sex"], ["province"]], provenance=ADAPTED),
            _indicator("T-PROT-02", "Victims referred to services", "ជនរងគ្រោះដែលបានបញ្ជូនទៅសេវា", lead="MOSVY", sensitivity="victims", **SEX, **_target("350"), **_base("210")),
            _indicator("T-PROT-03", "Victims in government-run care at the end of the period", "ជនរងគ្រោះក្នុងមណ្ឌលថែទាំរបស់រដ្ឋ នៅចុងរយៈពេល", lead="MOSVY", stock_or_flow="stock", combine={"over_time": "last", "over_reporters": "lead_only"}, **SEX),
            _indicator("T-PROT-04", "Money spent on services for survivors", "ថវិកាដែលបានចំណាយលើសេវាសម្រាប់ជនរងគ្រោះ", lead="MOSVY", kind="amount", unit="USD", counting_unit="money", stage="spent", **_target("180000")),
        ],
    },
    {
        "id": "LAW",
        "title": {"en": "Law enforcement and justice", "km": "ការអនុវត្តច្បាប់ និងយុត្តិធម៌"},
        "indicators": [
            _indicator("T-LAW-01", "Trafficking cases investigated", "ករណីជួញដូរដែលបានស៊ើបអង្កេត", lead="MOI", contributing=["MOND"], unit="cases", counting_unit="case", provenance=ADAPTED),
            _indicator("T-LAW-02", "Police and gendarmes trained on victim identification", "នគរបាល និងកងរាជអាវុធហត្ថដែលបានបណ្តុះបណ្តាលអំពីការកំណត់អត្តសញ្ញាណជនរងគ្រោះ", lead="MOI", contributing=["MOND"], repeats="possible", **SEX, **_target("210", first="150"), **_base("118")),
            _indicator("T-LAW-03", "Judges and prosecutors trained", "ចៅក្រម និងព្រះរាជអាជ្ញាដែលបានបណ្តុះបណ្តាល", lead="MOJ", **SEX, **_target("80"), **_base("20")),
            _indicator("T-LAW-04", "Prakas on the protection of witnesses", "ប្រកាសស្តីពីការការពារសាក្សី", lead="MOJ", kind="milestone", counting_unit=None, unit="", states=[{"id": "none", "name": {"en": "Not begun", "km": "មិនទាន់ចាប់ផ្តើម"}}, {"id": "drafted", "name": {"en": "Drafted", "km": "បានព្រាង"}}, {"id": "adopted", "name": {"en": "Adopted", "km": "បានអនុម័ត"}}, {"id": "in-force", "name": {"en": "In force", "km": "ចូលជាធរមាន"}}], combine={"over_time": "latest_state", "over_reporters": "lead_only"}, target_is="level", direction="up", targets=[{"period": "2012", "value": "adopted", "set_on": "2011-03-01", "reference": "Plan"}]),
        ],
    },
    {
        "id": "COOP",
        "title": {"en": "Cooperation and follow-up", "km": "កិច្ចសហប្រតិបត្តិការ និងការតាមដាន"},
        "indicators": [
            _indicator("T-COOP-01", "Repatriations agreed with neighbouring countries", "ការធ្វើមាតុភូមិនិវត្តន៍ដែលបានព្រមព្រៀងជាមួយប្រទេសជិតខាង", lead="MFAIC", unit="cases", counting_unit="case", **_target("120")),
            _indicator("T-COOP-02", "Meetings of the inter-ministerial group", "កិច្ចប្រជុំក្រុមអន្តរក្រសួង", lead="NCCT", unit="meetings", counting_unit="event", **_target("4")),
            _indicator("T-COOP-03", "Data officers trained in the reporting ministries", "មន្ត្រីទិន្នន័យដែលបានបណ្តុះបណ្តាលនៅក្រសួងរាយការណ៍", lead="NCCT", **SEX, **_target("24")),
            {"id": "T-COOP-04", "title": {"en": "Progress in words", "km": "វឌ្ឍនភាពជាពាក្យ"}, "level": "output", "kind": "narrative", "lead": "NCCT", "contributing": [one[0] for one in REPORTERS[:-1]], "provenance": OURS},
        ],
    },
]  # fmt: skip


def invented_plan() -> Plan:
    """The plan, as if it had been read from its files."""
    objectives = [
        one | {"level": "outcome", "pillar": "prevention", "provenance": OURS} for one in OBJECTIVES
    ]
    sexes = {
        "female": {"name": {"en": "Female", "km": "ស្រី"}},
        "male": {"name": {"en": "Male", "km": "ប្រុស"}},
        "unknown": {"name": {"en": "Unknown", "km": "មិនដឹង"}},
    }
    places = {
        f"{number:02d}": {"name": {"en": name}} for number, name in enumerate(PROVINCES, 1)
    } | {"unknown": {"name": {"en": "Unknown", "km": "មិនដឹង"}}}
    return Plan.model_validate(
        {
            "id": "test-plan",
            "title": {
                "en": "National Plan of Action on Human Trafficking, 2011-2013",
                "km": "ផែនការសកម្មភាពជាតិប្រឆាំងការជួញដូរមនុស្ស ២០១១-២០១៣",
            },
            "note": {
                "en": "The indicators, baselines and targets of this plan are illustrative. They are "
                "not the official ones: each indicator names its basis.",
                "km": "សូចនាករ ទិន្នន័យគោល និងចំណុចដៅក្នុងផែនការនេះ គឺជាឧទាហរណ៍ប៉ុណ្ណោះ "
                "មិនមែនជាសូចនាករផ្លូវការឡើយ។ សូចនាករនីមួយៗបញ្ជាក់ពីមូលដ្ឋានរបស់ខ្លួន។",
            },
            "span": {"start": "2011-01-01", "end": "2013-12-31"},
            "calendar": "quarter",
            "due_days": 15,
            "time_zone": "Asia/Phnom_Penh",
            "languages": {"en": "reviewed", "km": "awaiting-reader"},
            "reporters": [
                {"id": name, "abbreviation": short, "name": {"en": en, "km": km}}
                for name, short, en, km in REPORTERS
            ],
            "provenance": OURS,
            "objectives": objectives,
            "codelists": {
                "sex": {"id": "sex", "title": {"en": "sex", "km": "ភេទ"}, "provenance": OURS, "codes": sexes},
                "province": {"id": "province", "title": {"en": "province", "km": "ខេត្ត"}, "provenance": OURS, "codes": places},
            },
            "digest": "3f9a" * 16,
        }
    )  # fmt: skip


# actual, target, baseline, rating, reported of expected, who is missing
RESULTS: dict[str, tuple[str | None, str | None, str | None, str, str, int, int, str]] = {
    "T-PREV-01": ("12408", "12000", "8200", "met", "", 15, 16, "MOT 2012-Q3"),
    "T-PREV-02": ("701", "900", "310", "behind-schedule", "", 4, 4, ""),
    "T-PREV-03": ("131", "400", "150", "not-rated", "partial", 2, 4, "MOT 2012-Q3 2012-Q4"),
    "T-PREV-04": ("0.7966", "0.8", "0.55", "behind-schedule", "", 4, 4, ""),
    "T-PROT-01": ("417", None, None, "not-rated", "neutral", 4, 4, ""),
    "T-PROT-02": ("161", "350", "210", "needs-attention", "", 4, 4, ""),
    "T-PROT-03": ("88", None, None, "not-rated", "no-target", 1, 1, ""),
    "T-PROT-04": ("268500", "180000", None, "met", "", 4, 4, ""),
    "T-LAW-01": ("149", None, None, "not-rated", "neutral", 8, 8, ""),
    "T-LAW-02": ("187", "210", "118", "behind-schedule", "", 8, 8, ""),
    "T-LAW-03": ("82", "80", "20", "met", "", 4, 4, ""),
    "T-LAW-04": ("drafted", "adopted", None, "needs-attention", "", 1, 1, ""),
    "T-COOP-01": (None, "120", None, "no-data", "no-data", 0, 4, "MFAIC 2012-Q1 2012-Q2 2012-Q3 2012-Q4"),
    "T-COOP-02": ("4", "4", None, "met", "", 4, 4, ""),
    "T-COOP-03": ("0", "24", None, "needs-attention", "", 4, 4, ""),
}  # fmt: skip


def _value(text: str | None) -> Decimal | str | None:
    return text if text is None or text[0].isalpha() else Decimal(text)


def _missing(text: str) -> tuple[Missing, ...]:
    reporter, *periods = text.split() or [""]
    return tuple(Missing(reporter, Period.parse(one), "not-received") for one in periods)


def result(indicator: str) -> Progress:
    """The year's total of an indicator."""
    actual, target, baseline, rating, why, reported, expected, missing = RESULTS[indicator]
    found, meant = _value(actual), _value(target)
    both = isinstance(found, Decimal) and isinstance(meant, Decimal)
    coverage = "none" if not reported else "complete" if reported == expected else "partial"
    return Progress(
        indicator=indicator,
        period=YEAR,
        at=(),
        actual=found,
        numerator=None,
        denominator=None,
        target=meant,
        target_is="per_period" if target else None,
        baseline=_value(baseline),
        achievement=found / meant if both else None,  # type: ignore[operator]
        rating=rating,  # type: ignore[arg-type]
        why_not_rated=why,
        coverage=coverage,  # type: ignore[arg-type]
        reported=reported,
        expected=expected,
        missing=_missing(missing),
        provisional=indicator == "T-LAW-02",
        sources=(f"test-plan/2012-Q1/{indicator}/r0001",),
        confirmed=Confirmed(Decimal(188), 1, 2) if indicator == "T-LAW-02" else None,
        units=Units("province", 15, 2, 24) if indicator == "T-LAW-01" else None,
        original_target=Decimal(150) if indicator == "T-LAW-02" else None,
        original_set_on=date(2011, 3, 1) if indicator == "T-LAW-02" else None,
    )


def _part(whole: Progress, at: tuple[tuple[str, str], ...], value: Decimal | None) -> Progress:
    return replace(
        whole, at=at, actual=value, target=None, baseline=None, achievement=None,
        rating="not-rated", why_not_rated="part-of-total",
    )  # fmt: skip


def yearly(plan: Plan) -> tuple[Progress, ...]:
    """Totals, and where there are any the parts by sex and by province."""
    rows = []
    for indicator in plan.indicators:
        if indicator.kind == "narrative":
            continue
        total = result(indicator.id)
        rows.append(total)
        groups = {group[0] for group in indicator.breakdowns}
        if "sex" in groups and isinstance(total.actual, Decimal):
            female = total.actual * 3 // 5
            shares = {"female": female, "male": total.actual - female - 1, "unknown": Decimal(1)}
            if not total.actual:
                shares = dict.fromkeys(shares, Decimal(0))
            rows += [_part(total, (("sex", code),), value) for code, value in shares.items()]
        if "province" in groups:
            for number, figure in enumerate((*PROVINCE_FIGURES, 3), 1):
                code = f"{number:02d}" if number <= len(PROVINCES) else "unknown"
                value = None if figure is None else Decimal(figure)
                rows.append(_part(total, (("province", code),), value))
    return tuple(rows)


def quarterly(plan: Plan) -> tuple[Progress, ...]:
    """The year's flows by quarter; quarters that were not received have no figure."""
    rows = []
    for indicator in plan.indicators:
        if indicator.kind not in {"count", "amount"} or indicator.id not in RESULTS:
            continue
        total = result(indicator.id)
        lacking = {part.period for part in total.missing if total.expected == 4}
        for place, quarter in enumerate(QUARTERS):
            value = None
            if isinstance(total.actual, Decimal) and quarter not in lacking:
                shares = [total.actual * part // 100 for part in (19, 24, 27)]
                value = [*shares, total.actual - sum(shares)][place]
            rows.append(replace(_part(total, (), value), period=quarter))
    return tuple(rows)


def compared(plan: Plan) -> tuple[Progress, ...]:
    """The totals against 2011: two of them like for like, two without a figure to compare."""
    rows = []
    for number, indicator in enumerate(one for one in plan.indicators if one.id in RESULTS):
        total = result(indicator.id)
        value = total.actual
        if isinstance(value, Decimal):
            value = value * (8 + number % 5) // 10 if value > 1 else value * Decimal("0.9")
        rows.append(against(total, value, fewer=number in {1, 9}))
    return tuple(rows)


def against(now: Progress, value: Decimal | str | None, *, fewer: bool = False) -> Progress:
    """A row with its trend against this value of 2011, which may rest on one return fewer."""
    year = Period.parse("2011")
    before = replace(now, actual=value, period=year)
    if not (isinstance(value, Decimal) and isinstance(now.actual, Decimal)):
        return replace(
            now, trend=Trend(year, value, now.actual, why="no-figure-now", earlier=before)
        )
    left_out = (LeftOut("MOT", Period.parse("2011-Q4"), "not-received"),) if fewer else ()
    trend = Trend(
        against=year,
        before=value,
        now=now.actual,
        difference=now.actual - value,
        change=(now.actual - value) / value if value > 0 else None,
        way="same" if now.actual == value else "up" if now.actual > value else "down",
        basis="like-for-like" if fewer else "same-reporters",
        reported_in_both=now.expected - fewer,
        expected=now.expected,
        left_out=left_out,
        earlier=replace(before, reported=now.expected - fewer),
    )
    return replace(now, trend=trend)


_STATES = {
    ("MOT", 2): "missing", ("MOT", 3): "missing", ("MOINFO", 3): "refused", ("MOJ", 1): "late",
    ("MOSVY", 2): "late", ("MFAIC", 0): "exempt", ("COM", 3): "due", ("MOEYS", 3): "late",
}  # fmt: skip


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Phnom_Penh"))


def _slot(reporter: str, place: int) -> SlotStatus:
    quarter = QUARTERS[place]
    state = _STATES.get((reporter, place), "received")
    due = deadline(quarter, 15)
    came = _moment(due + timedelta(days=9 if state == "late" else -3))
    received = state in {"received", "late", "refused"}
    accepted = state in {"received", "late"}
    return SlotStatus(
        period=quarter,
        reporter=reporter,
        due=due,
        state=state,  # type: ignore[arg-type]
        first_received=came if received else None,
        first_accepted=came if accepted else None,
        on_time=None if state == "due" else state in {"received", "refused"},
        receipt=f"test-plan/{quarter.label}/{reporter}/r0001" if accepted else None,
        attested=None,
        cells=CellCounts(40, 30, 4, 2, 3, 1) if accepted else CellCounts(40, blank=40),
        counted=state not in {"exempt", "due"},
    )


def compliance(reporters: tuple[str, ...]) -> Compliance:
    slots = tuple(_slot(reporter, place) for reporter in reporters for place in range(4))
    owed = [one for one in slots if one.counted]
    accepted = sum(one.receipt is not None for one in owed)
    on_time = sum(one.on_time is True for one in owed)
    rates = Rates(
        completeness=Decimal(accepted) / len(owed),
        timeliness=Decimal(on_time) / len(owed),
        conditional_timeliness=Decimal(on_time) / accepted,
        data_availability=Decimal("0.8947"),
    )
    return Compliance("test-plan", _moment(date(2013, 2, 15)), slots, rates, ())


def receipts(slots: tuple[SlotStatus, ...]) -> tuple[Receipt, ...]:
    found = []
    for slot in slots:
        if slot.first_received is None:
            continue
        place = Slot("test-plan", slot.period, slot.reporter)
        moment = slot.first_received
        refused = slot.state == "refused"
        issue = Issue("parts-not-total", "error" if refused else "warning", "Return", "D9")
        first = Receipt(
            slot=place,
            number=1,
            verdict="refused" if refused else "accepted",
            file=f"{slot.reporter}-{slot.period.label}.xlsx",
            sha256=hashlib.sha256(str(place).encode()).hexdigest(),
            size=20_000,
            received_on=moment,
            recorded_on=moment,
            by=f"Focal person, {slot.reporter}",
            reason="",
            definitions="3f9a" * 16,
            reader="calamine 0.6",
            tool="0.1.0",
            cells=slot.cells,
            supersedes="",
            issues=(issue,) if refused or slot.state == "late" else (),
        )
        found.append(first)
        if slot.state == "late":
            found.append(
                replace(
                    first, number=2, supersedes=first.id, issues=(),
                    reason="Two districts had been counted twice",
                    sha256=hashlib.sha256(f"{place} 2".encode()).hexdigest(),
                )
            )  # fmt: skip
    return tuple(found)


WORDS = {
    "en": {
        "done": ("Training for 62 officers in three border provinces.", "Two campaigns with local radio."),
        "planned": ("Training in the remaining provinces, second half of the year.",),
        "delayed": ("Printing of the referral handbook.", "Equipment for the interview rooms."),
        "reason": ("Procurement began only in September, after the budget was released.",),
        "recommendation": ("Release the training budget in the first quarter.",),
        "obstacle": ("High turnover of trained staff.",),
    },
    "km": {
        "done": ("បានបណ្តុះបណ្តាលមន្ត្រី ៦២ រូប ក្នុងខេត្តជាប់ព្រំដែនចំនួនបី។", "បានធ្វើយុទ្ធនាការចំនួនពីរជាមួយវិទ្យុក្នុងតំបន់។"),
        "planned": ("បណ្តុះបណ្តាលនៅខេត្តដែលនៅសល់ ក្នុងឆមាសទីពីរ។",),
        "delayed": ("ការបោះពុម្ពសៀវភៅណែនាំស្តីពីការបញ្ជូនជនរងគ្រោះ។", "សម្ភារៈសម្រាប់បន្ទប់សម្ភាសន៍។"),
        "reason": ("លទ្ធកម្មបានចាប់ផ្តើមនៅខែកញ្ញា បន្ទាប់ពីថវិកាត្រូវបានបញ្ចេញ។",),
        "recommendation": ("សូមបញ្ចេញថវិកាបណ្តុះបណ្តាលនៅត្រីមាសទីមួយ។",),
        "obstacle": ("មន្ត្រីដែលបានបណ្តុះបណ្តាលផ្លាស់ប្តូរញឹកញាប់។",),
    },
}  # fmt: skip


def narratives(reporters: tuple[str, ...], period: Period = QUARTERS[2]) -> tuple[Observation, ...]:
    return tuple(
        Observation(
            "T-COOP-04", period, reporter, ((LANGUAGE, language),), part, line, "reported", "", None
        )
        for number, reporter in enumerate(reporters)
        for language in (("km",) if number % 3 == 2 else ("km", "en"))
        for part, lines in WORDS[language].items()
        for line in lines
    )  # fmt: skip


def annual(language: str = "en", **changes: object) -> ReportInput:
    """The yearly report of twelve reporters."""
    plan = invented_plan()
    reporters = tuple(one.id for one in plan.reporters)
    standing = compliance(reporters)
    given = ReportInput(
        kind="annual",
        plan=plan,
        period=YEAR,
        as_of=date(2013, 2, 15),
        language=language,
        epoch=1_360_886_400,
        compliance=standing,
        progress=yearly(plan),
        by_part=quarterly(plan),
        compared=compared(plan),
        narratives=narratives(("MOWA", "MOI", "MOJ", "MOSVY", "MOEYS")),
        receipts=receipts(standing.slots),
        texts=(
            SectionText("quality", "The secretariat met every focal person in January.\n\n- No waiver was asked for.\n- One return is still refused."),
        ),
        synthetic=True,
        tool="mne 0.1.0",
    )  # fmt: skip
    return replace(given, **changes)  # type: ignore[arg-type]


def ministry(language: str = "en", reporter: str = "MOJ", **changes: object) -> ReportInput:
    """One ministry's yearly report."""
    whole = annual(language)
    mine = {one.id for one in whole.plan.indicators if reporter in one.reporters}
    standing = compliance((reporter,))
    given = replace(
        whole,
        kind="ministry",
        reporter=reporter,
        compliance=standing,
        progress=tuple(row for row in whole.progress if row.indicator in mine),
        by_part=tuple(row for row in whole.by_part if row.indicator in mine),
        compared=(),
        texts=(),
        narratives=narratives((reporter, "NCCT"))[: len(WORDS["en"]) * 3][:16],
        receipts=receipts(standing.slots),
        answers=(
            Observation("T-LAW-03", QUARTERS[0], reporter, (("sex", "female"),), "", None, "ND", "The register of the academy does not say who attended.", None),
            Observation("T-LAW-03", QUARTERS[1], reporter, (), "", None, "NA", "No course was held in this quarter.", None),
        ),
        issues=(
            OpenIssue("parts-not-total", "Return D9", "The parts by sex add up to 40, but the total says 41.", "Correct the total in D9 or the parts in D10 to D12."),
            OpenIssue("reason-needed", "Return F17", "ND is given without a reason.", "Write in F17 why there is no data."),
        ),
    )  # fmt: skip
    found = tuple(one for one in given.narratives if one.reporter == reporter)
    return replace(given, narratives=found, **changes)  # type: ignore[arg-type]
