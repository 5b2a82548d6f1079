"""The receipt: what arrived, when, in time or not, and what it holds, in words usable as proof.

The same sections become the text here and, in `report`, the printed page. Nothing on it claims a
signature; what proves it is the digest, which anybody can work out without this program.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mne import messages
from mne.feedback.given import Changed, Given
from mne.feedback.wish import Told, count_by_severity
from mne.feedback.words import Words, say_moment
from mne.issues import FIGURE, forbids_keeping, row_label, why_not_kept
from mne.model import Issue, Plan, Receipt, Verdict

_PLAIN_NAME = re.compile(r"[\w.() \-\u1780-\u17ff]+")
_LISTED = 12
_LONGEST_CHANGE = 60
_WIDEST = 28
Facts = tuple[tuple[str, str], ...]


class Section(NamedTuple):
    """Facts under a heading."""

    heading: str
    facts: Facts


class Point(NamedTuple):
    """One thing that was found."""

    severity: str
    kind: str
    """The word for how grave it is."""
    mark: str
    """The same with a sign before it, for a text."""
    where: str
    row: str
    message: str
    fix: str


class ReceiptSheet(NamedTuple):
    """All that stands on a receipt, as ready words."""

    language: str
    title: str
    sample: str
    statement: str
    verdict: str
    tone: str
    """accepted, refused or unreadable: for the page's colour, never alone."""
    sections: tuple[Section, ...]
    counts: Section
    issues_heading: str
    issues: tuple[Point, ...]
    more_issues: str
    """With the number of those that are not listed in `{count}`."""
    changes_heading: str
    changes_heads: tuple[str, str, str]
    changes: tuple[tuple[str, str, str], ...]
    """Figure, as it was, and as it is."""
    more_changes: str
    proof_heading: str
    proof: str
    commands: Facts
    made: Facts
    closing: tuple[str, ...]


def receipt_sheet(given: Given, told: Sequence[Told], workbook: str) -> ReceiptSheet:
    """What stands on the receipt of one file; `workbook` is the file that lists everything."""
    say = Words(given.language)
    verdict, plan, receipt = given.verdict, given.plan, given.receipt
    issues = verdict.issues if verdict else ()
    is_withheld = forbids_keeping(issues)
    return ReceiptSheet(
        language=given.language,
        title=say(f"receipt.title-{_kind(given)}"),
        sample=say("sample") if given.synthetic else "",
        statement=_statement(given, say),
        verdict=_verdict(given, say),
        tone=verdict.verdict if verdict else "unreadable",
        sections=tuple(_sections(given, say)),
        counts=Section(say("receipt.part-counts"), _counts(verdict, say)),
        issues_heading=say("receipt.part-issues", **count_by_severity(issues)) if verdict else "",
        issues=tuple(_point(one, say) for one in told),
        more_issues=say("receipt.more", count="{count}", file=workbook),
        changes_heading=_changes_heading(given, say, is_withheld=is_withheld),
        changes_heads=(say("receipt.figure"), say("receipt.was"), say("receipt.now")),
        changes=tuple(_change(one, given) for one in given.changes),
        more_changes=say("receipt.more-changes", count="{count}"),
        proof_heading=say("receipt.part-proof"),
        proof=say("receipt.proof"),
        commands=_commands(given.file, say),
        made=_made(given, plan, receipt, say),
        closing=_closing(given, say),
    )


def receipt_text(sheet: ReceiptSheet) -> str:
    """The receipt as plain text, for a mail or a printer without graphics."""
    lines = [sheet.title, "=" * len(sheet.title), ""]
    lines += [sheet.sample, ""] if sheet.sample else []
    lines += [sheet.statement, "", sheet.verdict, ""]
    for section in (*sheet.sections, sheet.counts):
        lines += _section_lines(section)
    if sheet.changes_heading:
        lines += [sheet.changes_heading]
        lines += [f"  {name}: {was} \u2192 {now}" for name, was, now in sheet.changes[:_LISTED]]
        lines += _rest(len(sheet.changes), sheet.more_changes)
    if sheet.issues_heading:
        lines += [sheet.issues_heading]
        for one in sheet.issues[:_LISTED]:
            lines += [f"  {one.mark}  {' · '.join(filter(None, (one.where, one.row)))}"]
            lines += [f"    {words}" for words in (one.message, one.fix) if words]
        lines += _rest(len(sheet.issues), sheet.more_issues)
    lines += [sheet.proof_heading, f"  {sheet.proof}"]
    lines += [f"  {system}: {command}" for system, command in sheet.commands]
    lines += ["", *(f"{label}: {fact}" for label, fact in sheet.made), "", *sheet.closing]
    return "\n".join(lines) + "\n"


def _rest(count: int, words: str) -> list[str]:
    left = count - _LISTED
    return [f"  … {words.format(count=left)}", ""] if left > 0 else [""]


def _section_lines(section: Section) -> list[str]:
    if not section.facts:
        return []
    wide = min(_WIDEST, max(len(label) for label, _ in section.facts))
    facts = [f"  {label + ':':<{wide + 2}}{fact}" for label, fact in section.facts]
    return [section.heading, *facts, ""]


def _kind(given: Given) -> str:
    if given.verdict is None:
        return "unreadable"
    if given.receipt is None:
        return why_not_kept(given.verdict.issues) or "checked"
    return "duplicate" if given.is_duplicate else "kept"


def _statement(given: Given, say: Words) -> str:
    receipt = given.receipt
    facts = {"moment": say_moment(given.moment)}
    if receipt:
        facts |= {
            "receipt": receipt.id,
            "received": say_moment(receipt.received_on),
            "recorded": say_moment(receipt.recorded_on),
        }
    return say(f"receipt.says-{_kind(given)}", **facts)


def _verdict(given: Given, say: Words) -> str:
    if given.error is not None:
        words = messages.say(given.error.code, given.language, given.error.params)
        return say("receipt.verdict-unreadable", why=f"{words.message} {words.fix}".strip())
    if given.receipt is not None:
        return say(f"receipt.verdict-{given.receipt.verdict}")
    return say(f"receipt.verdict-would-{given.verdict.verdict}") if given.verdict else ""


def _sections(given: Given, say: Words) -> Iterator[Section]:
    verdict, plan, receipt = given.verdict, given.plan, given.receipt
    if verdict and plan:
        whose = [
            ("reporter", say.reporter(plan, verdict.slot)),
            ("period", say.period(verdict.slot)),
            ("plan", say.plan(plan)),
        ]
        if receipt:
            whose += [("number", receipt.id), ("supersedes", receipt.supersedes)]
            by = "by" if receipt.origin.how == "sent" else "recorded-by"
            whose += [("how", _how(receipt, say)), (by, receipt.by), ("reason", receipt.reason)]
        yield Section(say("receipt.part-whose"), _facts(whose, say))
    facts = [("name", given.file)]
    if given.data is not None:
        size = f"{len(given.data):,}".replace(",", "\u202f")
        digest = verdict.digest if verdict else hashlib.sha256(given.data).hexdigest()
        facts += [("size", say("receipt.bytes", size=size)), ("digest", digest)]
    yield Section(say("receipt.part-file"), _facts(facts, say))
    if verdict and plan:
        yield Section(say("receipt.part-time"), _in_time(given, plan, verdict, say))


def _how(receipt: Receipt, say: Words) -> str:
    """How the secretariat came to know it, where it was not sent as a file."""
    how, source, _ = receipt.origin
    if how == "sent":
        return ""
    day = receipt.received_on.date().isoformat()
    return messages.message(f"origin-{how}", say.language, source=source, day=day)


def _in_time(given: Given, plan: Plan, verdict: Verdict, say: Words) -> Facts:
    status, receipt = given.status, given.receipt
    facts = []
    if receipt:
        facts += [("received", say_moment(receipt.received_on))]
        facts += [("recorded", say_moment(receipt.recorded_on))]
    if status is None:
        return _facts(facts, say)
    if status.timeliness_unknown:
        return _facts([*facts, ("this", say("receipt.unknown"))], say)
    facts += [("deadline", say("receipt.until", day=status.due, zone=plan.time_zone))]
    if receipt:
        facts += [("this", _how_late(receipt, plan, given, say))]
        first = status.first_received
        if first and first != receipt.received_on and status.on_time is not None:
            code = "receipt.first-in-time" if status.on_time else "receipt.first-late"
            facts += [("first", say(code, received=say_moment(first)))]
    least = ceil(plan.minimum_answered * verdict.cells.required)
    if verdict.cells.answered < plan.minimum_answered * verdict.cells.required:
        counts = {"answered": verdict.cells.answered, "required": verdict.cells.required}
        facts += [("figures", say("receipt.not-full", least=least, **counts))]
    return _facts(facts, say)


def _how_late(receipt: Receipt, plan: Plan, given: Given, say: Words) -> str:
    """In time, or how many days after the deadline, by the calendar of the plan's own place."""
    day = receipt.received_on.astimezone(ZoneInfo(plan.time_zone)).date()
    late = (day - given.status.due).days if given.status else 0
    if late <= 0:
        return say("receipt.in-time")
    return say("receipt.late-one") if late == 1 else say("receipt.late", days=late)


def _facts(facts: list[tuple[str, str]], say: Words) -> Facts:
    return tuple((say(f"receipt.{key}"), _plain(fact)) for key, fact in facts if fact)


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _counts(verdict: Verdict | None, say: Words) -> Facts:
    if verdict is None:
        return ()
    counts = verdict.cells._asdict()
    return tuple((say(f"receipt.{key}"), str(count)) for key, count in counts.items())


def _changes_heading(given: Given, say: Words, *, is_withheld: bool) -> str:
    if not given.before or given.is_duplicate or is_withheld:
        return ""
    count = len(given.changes) or say("receipt.none")
    return say("receipt.part-changes", receipt=given.before, count=count)


def _change(one: Changed, given: Given) -> tuple[str, str, str]:
    """A figure by its name, as it was and as it is."""
    named = Issue("", "note", indicator=one.indicator, params=((FIGURE, one.figure),))
    label = row_label(named, given.language, given.plan) if given.plan else ""
    was, now = (_in_short(_plain(text)) or "–" for text in (one.was, one.now))
    return (label or one.figure, was, now)


def _closing(given: Given, say: Words) -> tuple[str, ...]:
    archive = say("receipt.archive") if given.receipt else ""
    return tuple(
        filter(None, (f"{say('receipt.unsigned')} {archive}".strip(), say("awaits-reader")))
    )


def _in_short(text: str) -> str:
    return text if len(text) <= _LONGEST_CHANGE else f"{text[:_LONGEST_CHANGE]}…"


def _point(one: Told, say: Words) -> Point:
    issue = one.issue
    where = f"{issue.sheet}!{issue.cell}" if issue.cell else issue.sheet or say("whole-file")
    mark = say(f"mark.{issue.severity}")
    kind = say(f"severity.{issue.severity}")
    return Point(issue.severity, kind, mark, where, one.row, one.words.message, one.words.fix)


def _commands(file: str, say: Words) -> Facts:
    """The name is put into a command only where no shell would take it for more than a name."""
    name = f'"{file}"' if _PLAIN_NAME.fullmatch(file) else '"FILE"'
    return (
        (say("receipt.proof-linux"), f"sha256sum {name}"),
        (say("receipt.proof-windows"), f"certutil -hashfile {name} SHA256"),
    )


def _made(given: Given, plan: Plan | None, receipt: Receipt | None, say: Words) -> Facts:
    facts = [("made", f"{receipt.tool if receipt else given.tool}, {say_moment(given.moment)}")]
    if given.verdict and plan:
        facts += [("definitions", given.verdict.definitions), ("reader", given.verdict.reader)]
    return _facts(facts, say)
