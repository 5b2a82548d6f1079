"""What was found and awaits its mend in the reader, beside the attacks that `attacks` lists."""

from __future__ import annotations

import pytest

from mne.workbook.cells import parse_answer
from mne.workbook.faults import Refusal


def test_a_child_that_answers_with_a_giant_number_is_not_believed() -> None:
    answer = f'{{"refused":"file-xls","params":{{"found":"{"9" * 5000}"}}}}'
    with pytest.raises(Refusal):
        parse_answer(answer.encode(), "digest")
