"""Whatever keeps a return from being accepted: it may be waived, or it says why it may not."""

from __future__ import annotations

import pytest

from mne.archive import Archive, receipts_that_count
from mne.definitions import load_plan
from mne.issues import CATALOGUE, SEVERITY_BY_CODE, why_not_waived
from mne.messages import LANGUAGES, say
from mne.model import Decision
from tests.fixtures.trial_kit import CAME
from tests.intake.test_every_code import CASES, receive

ERRORS = [code for code, severity in SEVERITY_BY_CODE.items() if severity == "error"]
WAIVED = [code for code in ERRORS if not why_not_waived(code)]
STANDS = {"formula-outside"}
"""A figure stands in such a cell: it is let in as it was last worked out."""


@pytest.mark.parametrize("code", sorted({*ERRORS} - {*WAIVED}))
def test_what_may_not_be_waived_says_why_and_what_to_do(code):
    for language in LANGUAGES:
        words = say(why_not_waived(code), language, {"issue": code})
        assert code in words.message
        assert words.fix


def test_whose_return_it_is_and_a_code_that_is_gone_are_never_waived():
    families = {name for name, codes in CATALOGUE.items() if {*codes} & {*WAIVED}}
    assert families == {"cell", "answer", "figures", "year", "earlier", "sending"}
    assert why_not_waived("a-code-of-long-ago") == "waive-not-known"


def waiver_of(receipt, issue):
    return Decision(
        kind="waiver",
        slot=receipt.slot,
        receipt=receipt.id,
        asked_by="the ministry",
        approved_by="the secretariat",
        reason="as agreed",
        on=CAME,
        recorded_on=CAME,
        tool="test",
        issues=(issue,),
    )


@pytest.mark.parametrize("code", WAIVED)
def test_a_waived_return_counts_and_brings_in_nothing_that_was_not_read(code, workspace):
    case = CASES[code]
    verdict = receive(code, workspace, case)
    plan = load_plan(workspace.indicators, verdict.slot.plan)
    archive = Archive(workspace.submissions)
    content = (workspace.root / (case.name or f"{code}.{case.suffix}")).read_bytes()
    when = {"received_on": CAME, "recorded_on": CAME}
    words = {"file": "spoilt", "by": "", "reason": "", "tool": "test"}
    receipt = archive.store(verdict, content, **when, **words).receipt
    assert receipt.verdict == "refused"
    for issue in receipt.issues:
        if issue.severity == "error":
            archive.decide(waiver_of(receipt, issue))
    counts = receipts_that_count(archive.receipts(plan.id), None)[receipt.slot]
    assert (counts.id, counts.verdict, counts.issues) == (receipt.id, "accepted", receipt.issues)
    if code in CATALOGUE["cell"] and code not in STANDS:
        observations = archive.observations(counts, plan)
        here = [
            one for one in observations if one.cell and (one.cell.sheet, one.cell.ref) == case.place
        ]
        assert [one.value for one in here if one.value is not None] == []
