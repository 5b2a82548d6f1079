"""A small plan with every kind of indicator, and its form, written and read back by openpyxl."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from mne.definitions import load_plan
from mne.layout import lay_out
from mne.model import Plan, Slot
from mne.periods import Period
from mne.template import write_template

PLAN = """
title: {en: Plan of Trial, km: ផែនការសាកល្បង}
span: {start: 2012-01-01, end: 2013-12-31}
calendar: quarter
due_days: 15
time_zone: Asia/Phnom_Penh
languages: {km: awaiting-reader, en: reviewed}
provenance: {basis: illustrative}
objectives: [justice]
reporters:
  MOJ:
    name: {en: Ministry of Justice, km: ក្រសួងយុត្តិធម៌}
    abbreviation: MoJ
  ABROAD:
    name: {en: "=Embassy & Sons"}
    abbreviation: A
    languages: [en]
"""
OBJECTIVE = """
id: justice
title: {en: Justice, km: យុត្តិធម៌}
level: outcome
pillar: criminal-justice
provenance: {basis: illustrative}
indicators:
  T-01:
    title: {en: Victims helped, km: ជនរងគ្រោះបានជួយ}
    definition: {en: Persons helped in the period.}
    means_of_verification: {en: The register of the shelter, km: បញ្ជីមណ្ឌល}
    level: output
    kind: count
    counting_unit: person
    unit: persons
    breakdowns: [[sex], [sex, age]]
    combine: {over_time: sum, over_reporters: sum, disjoint: true}
    lead: MOJ
    contributing: [ABROAD]
    target_is: per_period
    targets:
      - {period: 2012, value: 150, set_on: 2011-03-01, reference: plan}
      - {period: 2012, value: 180, set_on: 2012-01-05, reference: letter}
    provenance: {basis: illustrative}
  T-02:
    title: {en: "=1+1 share convicted", km: អត្រា}
    level: output
    kind: ratio
    counting_unit: person
    numerator: {en: Persons convicted, km: អ្នកជាប់ទោស}
    denominator: {en: Persons tried}
    breakdowns: [[sex]]
    lead: MOJ
    provenance: {basis: sourced, source: the plan}
  T-03:
    title: {en: Law adopted, km: ច្បាប់}
    level: output
    kind: milestone
    states: {drafting: {en: Being drafted, km: កំពុងព្រាង}, adopted: {en: Adopted, km: អនុម័ត}}
    lead: MOJ
    provenance: {basis: adapted, source: a standard}
  T-04:
    title: {en: Steps taken}
    level: output
    kind: milestone
    flags: {law: {en: A law}, body: {en: A body}}
    lead: MOJ
    provenance: {basis: illustrative}
  T-05:
    title: {en: Money spent}
    level: output
    kind: amount
    unit: KHR
    stage: spent
    places: 2
    frequency: year
    lead: MOJ
    provenance: {basis: illustrative}
  T-06:
    title: {en: In your words}
    level: output
    kind: narrative
    lead: MOJ
    provenance: {basis: illustrative}
"""
SEX = """
title: {en: Sex, km: ភេទ}
provenance: {basis: illustrative}
codes:
  female: {name: {en: Female, km: ស្រី}}
  male: {name: {en: Male, km: ប្រុស}}
  unknown: {name: {en: Not known, km: មិនដឹង}}
"""
AGE = """
title: {en: Age, km: អាយុ}
provenance: {basis: illustrative}
codes:
  child: {name: {en: 0-17}}
  unknown: {name: {en: Not known, km: មិនដឹង}}
"""


@pytest.fixture(scope="session")
def plan(tmp_path_factory) -> Plan:
    folder: Path = tmp_path_factory.mktemp("workspace") / "indicators"
    files = {
        "trial/plan.yaml": PLAN,
        "trial/justice.yaml": OBJECTIVE,
        "codelists/sex.yaml": SEX,
        "codelists/age.yaml": AGE,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return load_plan(folder, "trial")


@pytest.fixture(scope="session")
def slot() -> Slot:
    return Slot("trial", Period.parse("2012-Q4"), "MOJ")


@pytest.fixture(scope="session")
def form(plan, slot):
    return lay_out(plan, slot)


@pytest.fixture(scope="session")
def written(plan, slot) -> bytes:
    return write_template(plan, slot)


@pytest.fixture(scope="session")
def book(written):
    return openpyxl.load_workbook(BytesIO(written), rich_text=False)


@pytest.fixture(scope="session")
def shown(written):
    """The values that a reader sees who does not calculate."""
    return openpyxl.load_workbook(BytesIO(written), data_only=True)
