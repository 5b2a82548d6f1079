"""What the desk says of files that came in, as a person reads it and as programs do.

One file is told in full; several each get a table, and all of them a summary at the end.
"""

from __future__ import annotations

import glob
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from mne.archive import Archive
from mne.cli.app import App
from mne.cli.shared import draw_table
from mne.errors import Exit, MneError, exit_code
from mne.intake import Change, Checked, NotOpened, last_left, list_changes
from mne.issues import FIGURE, row_label, sentence
from mne.messages import Sentence, message, say
from mne.model import Issue, Outcome, Plan, Receipt, Verdict
from mne.tables import shown

_OF_FILE = ("file", "plan", "period", "reporter", "verdict")
_OF_ISSUE = ("code", "severity", "sheet", "cell", "indicator", "row")
_WORDS = ("found", "expected", "fix", "message")
COLUMNS = (*_OF_FILE, *_OF_ISSUE, *_WORDS)
_MARK = {"error": "\u25a0", "warning": "\u25b2", "note": "\u25cb"}
_COLOR = {"error": "red", "warning": "yellow", "note": "blue"}
_VERDICT_COLOR = {"accepted": "green", "refused": "red", "unreadable": "red"}
_GRAVE = {"error": {"error"}, "warning": {"error", "warning"}, "never": set()}


class Answer(NamedTuple):
    """What one file came to: a verdict, or why there is none; and what became of it."""

    path: Path
    verdict: Verdict | None = None
    plan: Plan | None = None
    error: MneError | None = None
    changes: tuple[Change, ...] = ()
    """What differs from the slot's last receipt before it that was not removed."""
    before: str = ""
    """That receipt."""
    receipt: Receipt | None = None
    """As what it was kept."""
    is_duplicate: bool = False
    """Whether it had been kept before."""
    fact: str = ""
    """The receipt that says only that it came."""

    @classmethod
    def of(cls, found: Checked | NotOpened, archive: Archive) -> Answer:
        """What the desk found, held against the archive before it is kept there itself."""
        if isinstance(found, NotOpened):
            return cls(found.path, error=found.error)
        path, verdict, plan = found
        before = last_left(archive, verdict.slot)
        changes = list_changes(archive, plan, verdict, before)
        return cls(path, verdict, plan, None, changes, before.id if before else "")

    @property
    def file(self) -> str:
        """What its sender called it."""
        return self.path.name

    @property
    def word(self) -> str:
        """accepted, refused or unreadable."""
        return self.verdict.verdict if self.verdict else "unreadable"

    def count(self, *severities: str) -> int:
        """How many of its issues are of these severities."""
        issues = self.verdict.issues if self.verdict else ()
        return sum(one.severity in severities for one in issues)

    def exit(self, fail_on: str) -> Exit:
        """The exit code that it asks for."""
        if self.error:
            return exit_code(self.error)
        return Exit.REFUSED if self.count(*_GRAVE[fail_on]) else Exit.FINE


def every_file(paths: Iterable[Path]) -> list[Path]:
    """The files that are named; a pattern too, which not every terminal takes apart by itself."""
    found: list[Path] = []
    for path in paths:
        is_pattern = glob.has_magic(str(path)) and not path.exists()
        matches = sorted(glob.glob(str(path))) if is_pattern else []  # noqa: PTH207 - a Path has no glob of its own absolute pattern
        found += map(Path, matches) if matches else [path]
    return found


def listed(answer: Answer, language: str) -> list[tuple[Issue, Sentence]]:
    """The issues with their sentences; a file without a verdict has one."""
    if answer.error:
        code, params = answer.error.code, answer.error.params
        facts = tuple((name, str(value)) for name, value in params.items())
        return [(Issue(code, "error", params=facts), say(code, language, params))]
    verdict, plan = answer.verdict, answer.plan
    if verdict is None or plan is None:
        return []
    return [(issue, sentence(issue, language, plan)) for issue in verdict.issues]


def as_json(answer: Answer, language: str) -> dict[str, Any]:
    """The promised keys of one file."""
    verdict = answer.verdict
    slot = verdict.slot if verdict else None
    return {
        "file": answer.file,
        "plan": slot.plan if slot else None,
        "period": slot.period.label if slot else None,
        "reporter": slot.reporter if slot else None,
        "verdict": answer.word,
        "expected": verdict.cells.required if verdict else None,
        "answered": verdict.cells.answered if verdict else None,
        "issues": issues_json(answer, language),
        "changes": [change._asdict() for change in answer.changes],
        "outcomes": [_outcome(one) for one in verdict.outcomes] if verdict else [],
    }


def issues_json(answer: Answer, language: str) -> list[dict[str, Any]]:
    """The promised keys of each issue."""
    return [
        {
            "code": issue.code,
            "severity": issue.severity,
            "sheet": issue.sheet,
            "cell": issue.cell,
            "indicator": issue.indicator,
            "row": _row(answer, issue, language),
            "found": dict(issue.params).get("found", ""),
            "expected": words.expected,
            "fix": words.fix,
            "message": words.message,
        }
        for issue, words in listed(answer, language)
    ]


def _outcome(one: Outcome) -> dict[str, Any]:
    """As it may be handed on: without another body's figures."""
    return {name: value for name, value in one._asdict().items() if name != "between"}


def as_rows(answer: Answer, language: str) -> list[list[object]]:
    """A line for each issue, and one for a file without any."""
    told = as_json(answer, language)
    of_file = [told[key] for key in _OF_FILE]
    columns = COLUMNS[len(_OF_FILE) :]
    rows = [[*of_file, *(issue[key] for key in columns)] for issue in told["issues"]]
    return rows or [[*of_file, *("" for _ in columns)]]


def tell(answers: Sequence[Answer], app: App) -> str:
    """All answers in words."""
    if len(answers) == 1:
        return describe(answers[0], app)
    return "\n".join([*(_tabled(one, app) for one in answers), _summary(answers, app)])


def describe(answer: Answer, app: App) -> str:
    """One answer in full, for a person to read from top to bottom."""
    lines = [_headline(answer, app.language)]
    for issue, words in listed(answer, app.language):
        mark = click.style(_MARK[issue.severity], fg=_COLOR[issue.severity])
        figure = dict(issue.params).get(FIGURE, issue.indicator)
        place = "  ".join(filter(None, (_where(issue), figure, issue.code)))
        lines += ["", f"  {mark} {click.style(place, bold=True)}"]
        if row := _row(answer, issue, app.language):
            lines.append(f"    {click.style(row, dim=True)}")
        lines.append(f"    {words.message}")
        if words.expected and issue.severity != "note":
            expected = say("expected-here", app.language, {"expected": words.expected}).message
            lines.append(f"    {expected}")
        if words.fix:
            lines.append(f"    \u2192 {words.fix}")
    lines += _not_checked(answer, app.language)
    lines += _between(answer, app) if app.verbose else ()
    if answer.changes:
        lines += ["", f"  {message('changes', app.language, count=len(answer.changes))}"]
        lines += [f"    {change_line(change)}" for change in answer.changes]
    return "\n".join(lines) + "\n"


def _tabled(answer: Answer, app: App) -> str:
    """One answer of several: its headline, and a table of what is to be mended."""
    rows = [
        (
            f"{_MARK[issue.severity]} {_where(issue)}".rstrip(),
            _row(answer, issue, app.language),
            words.message,
            words.fix,
        )
        for issue, words in listed(answer, app.language)
        if issue.severity != "note"
    ]
    table = draw_table(app, ("where", "row", "message", "fix"), rows) if rows else ""
    count = len(answer.changes)
    changed = f"  {message('changes', app.language, count=count)}\n" if count else ""
    return f"{_headline(answer, app.language)}\n{table}{changed}"


def _summary(answers: Sequence[Answer], app: App) -> str:
    """Every file on a line, then how many of each kind."""
    rows = [
        (
            one.file,
            str(one.verdict.slot) if one.verdict else "",
            one.word,
            f"{one.verdict.cells.answered}/{one.verdict.cells.required}" if one.verdict else "",
            one.count("error") or (1 if one.error else 0),
            one.count("warning"),
        )
        for one in answers
    ]
    table = draw_table(app, ("file", "return", "verdict", "answered", "errors", "warnings"), rows)
    counts = Counter(one.word for one in answers)
    facts = {word: counts[word] for word in _VERDICT_COLOR}
    return f"{table}{message('check-total', app.language, files=len(answers), **facts)}\n"


def _row(answer: Answer, issue: Issue, language: str) -> str:
    return row_label(issue, language, answer.plan) if answer.plan else ""


def _where(issue: Issue) -> str:
    return shown(f"{issue.sheet}!{issue.cell}" if issue.cell else issue.sheet)


def _not_checked(answer: Answer, language: str) -> Iterator[str]:
    """What could not be looked at for the sake of cells that are unknown."""
    if answer.verdict is None or answer.plan is None:
        return
    unknown = {_where(issue) for issue in answer.verdict.issues if issue.severity == "error"}
    skipped = [one for one in answer.verdict.outcomes if unknown.intersection(one.cells)]
    if not skipped:
        return
    yield ""
    yield f"  {message('not-checked', language)}"
    titles = {one.id: one.title.say(language) for one in answer.plan.rules}
    lines = []
    for one in skipped:
        asked = answer.plan.asked_by_id.get(one.indicator)
        about = asked.title.say(language) if asked else ""
        name = titles.get(one.check) or message(f"skipped-{one.check}", language, about=about)
        lines.append(f"    {name} ({', '.join(one.cells)})")
    yield from dict.fromkeys(lines)


def _between(answer: Answer, app: App) -> Iterator[str]:
    """Where two bodies differ, and by what: with -v, for the secretariat alone."""
    for one in answer.verdict.outcomes if answer.verdict else ():
        if one.between:
            facts = {"rule": one.check, "figures": "; ".join(one.between)}
            yield f"  {message('between-bodies', app.language, **facts)}"


def change_line(change: Change) -> str:
    """`NPA1-JUS-02.numerator@sex=female: 12 \u2192 15`."""
    place = ";".join(f"{dimension}={code}" for dimension, code in change.at.items())
    figure = ".".join(filter(None, (change.indicator, change.part)))
    was, now = shown(change.was) or "-", shown(change.now) or "-"
    return f"{figure}{'@' if place else ''}{place}: {was} \u2192 {now}"


def _headline(answer: Answer, language: str) -> str:
    verdict = answer.verdict
    name = say(f"verdict-{answer.word}", language, {}).message
    head = click.style(f"{shown(answer.file)}: {name}", fg=_VERDICT_COLOR[answer.word], bold=True)
    if verdict is None:
        return head
    facts = {
        "slot": verdict.slot,
        "answered": verdict.cells.answered,
        "expected": verdict.cells.required,
        "errors": answer.count("error"),
        "others": answer.count("warning"),
    }
    return f"{head}\n  {say('check-summary', language, facts).message}"
