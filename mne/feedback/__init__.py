"""What goes back to a sender: the own workbook with its marks, a receipt, and a short message.

`wish` says what is to be marked, the limited child marks it; `receipt` and `short` are words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from mne.feedback.given import Changed, Given
from mne.feedback.names import MESSAGES, PAGE, PAGE_AS_HTML, RECEIPT, RETURNED, TO_MEND, stems_for
from mne.feedback.receipt import ReceiptSheet, receipt_sheet, receipt_text
from mne.feedback.short import short_message
from mne.feedback.wish import Told, tell_issues, wish_for
from mne.issues import forbids_keeping
from mne.workbook import Readers
from mne.workbook.mark_xlsx import list_alone
from mne.workbook.returned import return_workbook


class Feedback(NamedTuple):
    """The files that go back for one file."""

    files: dict[str, bytes]
    sheet: ReceiptSheet
    """The receipt, for the page that is printed elsewhere."""
    why_beside: str
    """Why there is a list beside instead of the sender's own workbook: a code, or nothing."""


def write_feedback(
    given: Given, stem: str, readers: Readers, *, keep_back: bool | None = None
) -> Feedback:
    """Everything but the printed page.

    With `keep_back` the sender's own file is not written: by itself that is so where it holds what
    must not travel on.
    """
    if given.verdict is None or given.plan is None:
        sheet = receipt_sheet(given, (), "")
        return Feedback(_words(given, stem, sheet), sheet, "")
    told = tell_issues(given.verdict, given.plan, given.language)
    if keep_back is None:
        keep_back = forbids_keeping(given.verdict.issues)
    name, content, why = _workbook(given, told, stem, readers, keep_back=keep_back)
    sheet = receipt_sheet(given, told, name)
    return Feedback({name: content, **_words(given, stem, sheet)}, sheet, why)


def _workbook(
    given: Given, told: tuple[Told, ...], stem: str, readers: Readers, *, keep_back: bool
) -> tuple[str, bytes, str]:
    """The sender's own workbook, or a list beside it, and why."""
    verdict, plan = given.verdict, given.plan
    if verdict is None or plan is None:
        raise ValueError(given.file)
    why = "returned-kept-back" if keep_back else "returned-other-kind"
    if not keep_back and (data := given.own_xlsx):
        wish = wish_for(verdict, plan, told, given.language, beside=False)
        if own := return_workbook(readers, given.file, data, wish):
            return f"{stem}{RETURNED}", own, ""
        why = "returned-not-marked"
    beside = wish_for(verdict, plan, told, given.language, beside=True)
    return f"{stem}{TO_MEND}", list_alone(beside._replace(marks=())), why


def _words(given: Given, stem: str, sheet: ReceiptSheet) -> dict[str, bytes]:
    return {
        f"{stem}{RECEIPT}": receipt_text(sheet).encode(),
        **{
            f"{stem}{ending}": f"{short_message(replace(given, language=language))}\n".encode()
            for language, ending in MESSAGES.items()
        },
    }


__all__ = [
    "PAGE",
    "PAGE_AS_HTML",
    "Changed",
    "Feedback",
    "Given",
    "stems_for",
    "write_feedback",
]
