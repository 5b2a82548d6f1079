"""Every answer of the manual is the program's answer, and the manual is the one that is printed."""

import pytest

from tests.spec.book import CHAPTERS, PAGE
from tests.spec.spec import PLACES, page, run

EXAMPLES = [example for chapter in CHAPTERS for example in chapter.examples]


@pytest.mark.parametrize("example", EXAMPLES, ids=[one.title for one in EXAMPLES])
def test_the_program_answers_as_the_manual_says(example):
    assert run(example) == [dict(one) for one in example.answers]


def test_every_answer_says_something():
    assert all({*one} - PLACES for example in EXAMPLES for one in example.answers)


def test_no_two_examples_have_one_title():
    assert len({one.title for one in EXAMPLES}) == len(EXAMPLES)


def test_the_printed_manual_is_the_one_of_these_examples():
    """Where this fails: `python -m tests.spec`."""
    assert PAGE.read_text("utf-8") == page(CHAPTERS)
