"""Whatever answers a form is written with, reading it gives back exactly these."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mne.kinds.kind import LONGEST_TEXT
from mne.layout import LANGUAGE, NARRATIVE, RETURN, has_status, lay_out, questions
from mne.tables import plain
from mne.template import Answer, write_template
from tests.fixtures.trial_kit import check, slot_of, trial, write

SLOT = slot_of("trial/2012-Q4/MOJ")
ASKED = tuple(questions(trial(), SLOT))
KHMER = "កខគឃងចឆជញដតថទនបផពភមយរលវសហឡអាិីឹឺុូួើេែោំះ់៉្។០១៩\u200b"
SIGNS = "aZ09 =+-@'\"<>&;,\n\t/\\#%\u00e9\u4e2d\U0001f600"

figures = st.one_of(
    st.integers(0, 10**13 - 1).map(Decimal),
    st.decimals(0, 10**9 - 1, places=4, allow_nan=False, allow_infinity=False),
    st.decimals(-(10**6), 10**6, places=2, allow_nan=False, allow_infinity=False),
)
words = st.text(KHMER + SIGNS, min_size=1, max_size=60).filter(
    lambda text: text.strip(" \n\t\u200b")
)
reasons = st.one_of(st.just(""), words)
days = st.dates(date(1900, 3, 1), date(2100, 12, 31))


def values_of(question):
    indicator = trial().indicators_by_id[question.indicator]
    match question.part.holds:
        case "number":
            return figures.map(plain)
        case "state":
            return st.sampled_from([one.id for one in indicator.states])
        case "flags":
            ids = [one.id for one in indicator.flags]
            some = st.sets(st.sampled_from(ids), min_size=1)
            return some.map(lambda chosen: ";".join(one for one in ids if one in chosen))
        case "date":
            return days.map(date.isoformat)
        case _:
            return words


def answers_to(question):
    given_values = values_of(question).map(Answer)
    if not has_status(question):
        return st.one_of(st.just(Answer("")), given_values)
    return st.one_of(
        st.just(Answer("")),
        given_values,
        st.builds(Answer, values_of(question), st.just("estimated"), reasons),
        st.builds(Answer, st.just(""), st.sampled_from(["NA", "ND"]), reasons),
    )


filled = st.fixed_dictionaries({question: answers_to(question) for question in ASKED})


def what_is_meant(answer):
    """Value, status and note, as the words of the contract have them."""
    otherwise = "reported" if answer.value else "blank"
    return answer.value.strip(" \n\t"), answer.status or otherwise, answer.note.strip(" \n\t")


def what_was_read(one):
    return plain(one.value), one.status, one.note


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(answers=filled)
def test_every_answer_comes_back_as_it_was_given(workspace, answers):
    path = write(workspace.root, "any.xlsx", write_template(trial(), SLOT, answers))
    verdict = check(workspace, path)
    for question, one in zip(ASKED, verdict.observations, strict=True):
        expected = what_is_meant(answers[question])
        assert (one.indicator, one.at, one.part) == (
            question.indicator,
            question.at,
            question.part.name,
        )
        assert what_was_read(one) == expected, (question.key, answers[question])
    cells = [(one.cell.sheet, one.cell.ref) for one in verdict.observations]
    form = lay_out(trial(), SLOT)
    assert cells == [(one.sheet, one.cell) for one in form.open_cells() if one.entry == "value"]


def test_the_open_cells_stand_on_the_two_sheets_and_words_in_their_languages():
    cells = list(lay_out(trial(), SLOT).open_cells())
    assert {one.sheet for one in cells} == {RETURN, NARRATIVE}
    narrative = [one for one in cells if one.sheet == NARRATIVE]
    languages = {dict(one.question.at)[LANGUAGE]: one.cell[0] for one in narrative}
    assert languages == {"km": "C", "en": "D"}


def test_the_longest_text_that_can_be_printed_comes_back_whole(workspace):
    question = next(one for one in ASKED if one.part.name == "done")
    text = ("ក" * LONGEST_TEXT)[:LONGEST_TEXT]
    form = write_template(trial(), SLOT, {question: Answer(text)})
    verdict = check(workspace, write(workspace.root, "long.xlsx", form))
    assert text in {one.value for one in verdict.observations}
