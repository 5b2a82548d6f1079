"""Definitions are read strictly, and every fault is named with its file, line and column."""

import pytest

from mne.definitions import (
    canonical_text,
    check_plan,
    check_workspace,
    explain,
    load_plan,
    plan_from_text,
)
from mne.errors import DefinitionsError, UsageError

PLAN = """\
title: {en: Toy plan, km: ផែនការ}
span: {start: 2011-01-01, end: 2013-12-31}
calendar: quarter
due_days: 15
time_zone: Asia/Phnom_Penh
languages: {en: reviewed}
provenance: {basis: illustrative}
reporters:
  MOI: {name: {en: Interior}, abbreviation: MoI, aliases: [Interior]}
  MOND: {name: {en: Defence}, abbreviation: MoND}
objectives: [law]
"""
LAW = """\
id: T
title: {en: Law}
level: outcome
pillar: criminal-justice
provenance: {basis: illustrative}
indicators:
  T-3.10:
    title: {en: Trained}
    level: output
    kind: count
    unit: persons
    counting_unit: person
    breakdowns: [[sex]]
    combine: {over_time: sum, over_reporters: lead_only}
    lead: MOI
    provenance: {basis: illustrative}
"""
SEX = """\
title: {en: Sex}
provenance: {basis: illustrative}
codes:
  female: {name: {en: Female}, aliases: [F]}
  NO: {name: {en: Male}}
  unknown: {name: {en: None}}
"""


@pytest.fixture
def indicators(tmp_path):
    for name, text in (("toy/plan", PLAN), ("toy/law", LAW), ("codelists/sex", SEX)):
        path = tmp_path / "indicators" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "indicators"


def change(indicators, name, old, new):
    (path,) = indicators.glob(f"*/{name}.yaml")
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def faults(indicators):
    return [
        (f"{fault.file}:{fault.line}:{fault.column}", fault.code)
        for fault in check_plan(indicators, "toy")[1]
    ]


def test_a_sound_plan_has_no_faults(indicators):
    assert faults(indicators) == []


def test_words_that_yaml_would_change_stay_what_was_typed(indicators):
    plan = load_plan(indicators, "toy")
    assert [one.id for one in plan.indicators] == ["T-3.10"]
    assert list(plan.codelists["sex"].codes) == ["female", "NO", "unknown"]


@pytest.mark.parametrize(
    ("name", "old", "new", "where", "code"),
    [
        ("law", "kind: count", "kind: counts", "toy/law.yaml:10:5", "value-not-listed"),
        ("law", "unit: persons", "unti: persons", "toy/law.yaml:11:5", "definition-key-unknown"),
        ("law", "    lead: MOI\n", "", "toy/law.yaml:7:3", "definition-key-needed"),
        ("law", "lead: MOI", "lead: MOO", "toy/law.yaml:15:5", "reporter-not-in-plan"),
        (
            "law",
            "time: sum",
            "time: ratio_of_sums",
            "toy/law.yaml:14:15",
            "combination-not-allowed",
        ),
        ("law", "unit: persons", "kind: ratio", "toy/law.yaml:11:5", "key-twice"),
        ("law", "unit: persons", "unit: *x", "toy/law.yaml:11:11", "alias-not-read"),
        (
            "law",
            "    breakdowns: [[sex]]",
            "  breakdowns: [[",
            "toy/law.yaml:15:5",
            "yaml-malformed",
        ),
        ("plan", "[law]", "[low]", "toy/plan.yaml:11:14", "definition-file-missing"),
        ("plan", "2011-01-01", "2011-13-01", "toy/plan.yaml:2:8", "value-not-date"),
        ("plan", "Phnom_Penh", "Angkor", "toy/plan.yaml:5:1", "time-zone-unknown"),
        (
            "sex",
            "unknown: {name: {en: None}}",
            "",
            "codelists/sex.yaml:3:1",
            "codelist-needs-unknown",
        ),
        ("sex", "aliases: [F]", "aliases: [no]", "codelists/sex.yaml:4:42", "alias-twice"),
        ("sex", "codes:", "cods:", "codelists/sex.yaml:3:1", "definition-key-unknown"),
    ],
)
def test_a_fault_is_named_with_its_place(indicators, name, old, new, where, code):
    change(indicators, name, old, new)
    assert [one for one in faults(indicators) if one[1] == code] == [(f"indicators/{where}", code)]


def test_all_faults_of_a_file_are_shown_at_once(indicators):
    change(indicators, "law", "kind: count", "kind: counts")
    change(indicators, "law", "level: output", "level: putout")
    change(indicators, "plan", "due_days: 15", "due_days: soon")
    assert [where for where, _ in faults(indicators)] == [
        "indicators/toy/law.yaml:9:5",
        "indicators/toy/law.yaml:10:5",
        "indicators/toy/plan.yaml:4:1",
    ]


def test_an_objective_file_that_no_list_names_is_a_fault(indicators):
    (indicators / "toy" / "forgotten.yaml").write_text(LAW, "utf-8")
    assert ("indicators/toy/plan.yaml:11:1", "objective-not-listed") in faults(indicators)


def test_an_illustrative_definition_needs_no_source_but_a_sourced_one_does(indicators):
    text = (indicators / "toy/law.yaml").read_text("utf-8")
    lines = text.splitlines()
    lines[-1] = lines[-1].replace("illustrative", "sourced")
    (indicators / "toy/law.yaml").write_text("\n".join(lines), "utf-8")
    assert faults(indicators) == [("indicators/toy/law.yaml:16:5", "provenance-without-source")]


def test_an_id_used_by_two_plans_is_a_fault(indicators):
    (indicators / "other").mkdir()
    (indicators / "other" / "plan.yaml").write_text(PLAN, "utf-8")
    (indicators / "other" / "law.yaml").write_text(LAW, "utf-8")
    assert [fault.code for fault in check_workspace(indicators)[1]] == [
        "id-twice",
        "id-twice",
    ]


def test_a_faulty_plan_is_not_loaded(indicators):
    change(indicators, "law", "kind: count", "kind: counts")
    with pytest.raises(DefinitionsError) as raised:
        load_plan(indicators, "toy")
    assert len(raised.value.faults) == 1


def test_an_unknown_plan_is_refused_with_the_known_ones(indicators):
    with pytest.raises(UsageError) as raised:
        load_plan(indicators, "toys")
    assert raised.value.params["known"] == "toy"


def test_definitions_kept_as_text_are_read_back_under_the_same_digest(indicators):
    plan = load_plan(indicators, "toy")
    again = plan_from_text(canonical_text(plan))
    assert again.digest == plan.digest
    assert list(again.codelists["sex"].codes) == ["female", "NO", "unknown"]


def test_a_changed_word_changes_the_digest(indicators):
    before = load_plan(indicators, "toy").digest
    change(indicators, "law", "en: Trained", "en: Drilled")
    assert load_plan(indicators, "toy").digest != before


def test_a_yaml_that_nests_without_end_is_a_fault_and_no_crash(indicators):
    (indicators / "toy" / "law.yaml").write_text("[" * 5000, "utf-8")
    assert [code for _, code in faults(indicators)] == ["yaml-malformed"]


def test_a_file_with_nothing_but_a_comment_is_empty(indicators):
    (indicators / "toy" / "law.yaml").write_text("# nothing\n", "utf-8")
    assert faults(indicators) == [("indicators/toy/law.yaml:1:1", "definition-file-empty")]


@pytest.mark.parametrize("word", ["NO", "yes", "012", "3.10", "1:30", "1e3", "0x1F", "null", "~"])
def test_a_word_means_what_was_written(indicators, word):
    written = f'"{word}"' if word in {"null", "~"} else word
    change(indicators, "law", "unit: persons", f"unit: {written}")
    change(indicators, "sex", "aliases: [F]", f"aliases: [{written}]" if word != "NO" else "")
    change(indicators, "law", "title: {en: Trained}", f"title: {{en: {written}}}")
    plan = load_plan(indicators, "toy")
    assert (plan.indicators[0].unit, plan.indicators[0].title.say("en")) == (word, word)
    assert word == "NO" or plan.codelists["sex"].codes["female"].aliases == (word,)


def test_codes_that_look_like_numbers_or_times_stay_apart(indicators):
    more = "codes:\n  01: {name: {en: A}}\n  1: {name: {en: B}}\n  1.0: {name: {en: C}}"
    change(indicators, "sex", "codes:", more)
    assert list(load_plan(indicators, "toy").codelists["sex"].codes)[:3] == ["01", "1", "1.0"]


def test_a_value_without_quotes_that_says_nothing_is_no_value(indicators):
    change(indicators, "law", "unit: persons", "unit: ~")
    assert faults(indicators) == [("indicators/toy/law.yaml:11:5", "value-blank")]


def test_an_entry_that_cannot_be_read_hides_no_other_fault_and_makes_none(indicators):
    """Its own fault, and that of another entry; what refers to it is not judged."""
    other = LAW[LAW.index("  T-3.10:") :].replace("T-3.10", "T-4").replace("lead: MOI", "lead: MOX")
    (indicators / "toy/law.yaml").write_text(LAW.replace("kind: count", "kind: cout") + other)
    rule = "rules:\n  one: {title: {en: R}, left: [T-3.10], operator: '==', right: [T-3.10]}\n"
    change(indicators, "plan", "objectives:", f"{rule}objectives:")
    assert [code for _, code in faults(indicators)] == ["value-not-listed", "reporter-not-in-plan"]


def test_a_fault_says_what_was_expected_what_to_do_and_what_was_likely_meant(indicators):
    change(indicators, "law", "unit: persons", "unti: persons")
    (fault,) = check_plan(indicators, "toy")[1]
    words = explain(fault, "en")
    assert words.message == 'The key "unti" is not known here.'
    assert words.expected.startswith("one of: id, title, level, kind, lead, provenance")
    assert words.fix == "Did you mean unit? Correct the key, or take it away."


def test_a_doubt_keeps_no_plan_from_being_used(indicators):
    change(indicators, "law", "unit: persons", "target_is: per_period")
    plan, found = check_plan(indicators, "toy")
    assert [(one.code, one.severity) for one in found] == [("target-not-set", "warning")]
    assert load_plan(indicators, "toy") == plan


def test_a_plan_is_read_again_only_when_a_byte_has_changed(indicators):
    before = load_plan(indicators, "toy")
    assert load_plan(indicators, "toy") is before
    change(indicators, "sex", "en: Female", "en: Womens")
    after = load_plan(indicators, "toy")
    assert after.codelists["sex"].codes["female"].name.say("en") == "Womens"


def test_a_day_is_written_in_full(indicators):
    change(indicators, "plan", "start: 2011-01-01", "start: 20110101")
    assert faults(indicators) == [("indicators/toy/plan.yaml:2:8", "value-not-date")]


def test_a_text_lacking_a_language_is_a_doubt_but_for_explanations(indicators):
    change(indicators, "plan", "{en: reviewed}", "{en: reviewed, km: awaiting-reader}")
    change(
        indicators,
        "law",
        "    level: output",
        "    definition: {en: Only English}\n    level: output",
    )
    found = check_plan(indicators, "toy")[1]
    assert {one.code for one in found} == {"text-language-missing"}
    assert {dict(one.params)["key"] for one in found} == {"title", "name"}
