"""`mne check`: what is to be mended in a return, cell by cell. Writes nothing to the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import click

from mne.archive import Archive
from mne.cli.app import App
from mne.cli.shared import emit, format_option, output_option, workspace_of
from mne.errors import Exit, UnreadableError, UsageError
from mne.intake import Change, Declared, check_file, list_changes
from mne.issues import FIGURE, row_label, sentence
from mne.messages import Sentence, message, say
from mne.model import Issue, Plan, Verdict
from mne.tables import write_csv, write_json
from mne.workbook import Readers

_MARK = {"error": "\u25a0", "warning": "\u25b2", "note": "\u25cb"}
_COLOR = {"error": "red", "warning": "yellow", "note": "blue"}
_COLUMNS = ("file", "verdict", "code", "severity", "sheet", "cell", "indicator", "row")
_WORDS = ("found", "expected", "fix", "message")


class Answer(NamedTuple):
    """What one file came to: a verdict, or why it cannot be read."""

    file: str
    verdict: Verdict | None
    plan: Plan | None
    changes: tuple[Change, ...]
    error: UnreadableError | None

    @property
    def word(self) -> str:
        """accepted, refused or unreadable."""
        return self.verdict.verdict if self.verdict else "unreadable"


def declared_options(command: Any) -> Any:
    """Whose return a file is; on a form this goes before its stamp only with --by and --reason."""
    for name, text in (
        ("--reporter", "Whose return it is, for a file without a stamp, such as a CSV."),
        ("--period", "Which period, for a file without a stamp."),
        ("--plan", "Which plan, for a file without a stamp."),
        ("--layout", "By which layout of the plan to read a spreadsheet of the ministry's own."),
    ):
        command = click.option(name, help=text)(command)
    old = click.option("--xls", "old", is_flag=True, help="Read old .xls workbooks too.")
    return old(command)


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@declared_options
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), default="error")
@click.option("--return", "return_dir", hidden=True)
@click.option("--by", default="", help="Who answers for it that a form is not what its stamp says.")
@click.option("--reason", default="", help="Why it is not what its stamp says.")
@format_option
@output_option
@click.pass_obj
def command(
    app: App, /, files: tuple[Path, ...], style: str, output: Path | None, **rest: Any
) -> int:
    """Say what is to be mended in each FILE, cell by cell; nothing is kept.

    A FILE is a filled-in form (.xlsx or .ods) or a CSV.
    """
    refuse_unbuilt(rest)
    declared = declared_by(rest)
    if (declared.by or declared.reason) and not declared.goes_first:
        raise UsageError("override-incomplete")
    with Readers(len(files), old=rest["old"]) as readers:
        answers = [check_one(app, path, declared, readers) for path in files]
    if style == "json":
        emit(write_json({"files": [_as_json(one, app.language) for one in answers]}), output)
    elif style == "csv":
        rows = [row for one in answers for row in _as_rows(one, app.language)]
        emit(write_csv((*_COLUMNS, *_WORDS), rows), output)
    else:
        emit("\n".join(describe(one, app) for one in answers), output)
    return int(max(_exit(one, rest["fail_on"]) for one in answers))


def declared_by(options: dict[str, Any]) -> Declared:
    """What the options say of a file."""
    return Declared(**{field: options[field] for field in Declared._fields})


def refuse_unbuilt(options: dict[str, Any]) -> None:
    """Options that are promised for later refuse plainly."""
    if options.get("return_dir"):
        raise UsageError("not-built", command="mne check --return")


def check_one(app: App, path: Path, declared: Declared, readers: Readers) -> Answer:
    """The answer for one file; one bad file does not keep the others from theirs."""
    workspace = workspace_of(app)
    try:
        verdict, plan = check_file(workspace, path, declared, readers)
    except UnreadableError as error:
        return Answer(path.name, None, None, (), error)
    changes = list_changes(Archive(workspace.submissions), plan, verdict)
    return Answer(path.name, verdict, plan, changes, None)


def _exit(answer: Answer, fail_on: str) -> Exit:
    if answer.verdict is None:
        return Exit.UNREADABLE
    grave = {"error": {"error"}, "warning": {"error", "warning"}, "never": set()}[fail_on]
    failed = any(issue.severity in grave for issue in answer.verdict.issues)
    return Exit.REFUSED if failed else Exit.FINE


def _listed(answer: Answer, language: str) -> list[tuple[Issue, Sentence]]:
    """The issues with their sentences; an unreadable file has one."""
    if answer.error:
        code, params = answer.error.code, answer.error.params
        facts = tuple((name, str(value)) for name, value in params.items())
        return [(Issue(code, "error", params=facts), say(code, language, params))]
    verdict, plan = answer.verdict, answer.plan
    if verdict is None or plan is None:
        return []
    return [(issue, sentence(issue, language, plan)) for issue in verdict.issues]


def _as_json(answer: Answer, language: str) -> dict[str, Any]:
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
        "issues": [
            {
                "code": issue.code,
                "severity": issue.severity,
                "sheet": issue.sheet,
                "cell": issue.cell,
                "indicator": issue.indicator,
                "row": row_label(issue, language, answer.plan) if answer.plan else "",
                "found": dict(issue.params).get("found", ""),
                "expected": words.expected,
                "fix": words.fix,
                "message": words.message,
            }
            for issue, words in _listed(answer, language)
        ],
        "changes": [change._asdict() for change in answer.changes],
    }


def _as_rows(answer: Answer, language: str) -> list[list[object]]:
    entries = _as_json(answer, language)["issues"]
    return [
        [answer.file, answer.word, *(entry[key] for key in (*_COLUMNS[2:], *_WORDS))]
        for entry in entries
    ] or [[answer.file, answer.word, *[""] * (len(_COLUMNS) + len(_WORDS) - 2)]]


def describe(answer: Answer, app: App) -> str:
    """The answer in words, for a person to read from top to bottom."""
    lines = [_headline(answer, app.language)]
    for issue, words in _listed(answer, app.language):
        where = f"{issue.sheet}!{issue.cell}" if issue.cell else issue.sheet
        mark = click.style(_MARK[issue.severity], fg=_COLOR[issue.severity])
        figure = dict(issue.params).get(FIGURE, issue.indicator)
        place = "  ".join(filter(None, (where, figure, issue.code)))
        lines += ["", f"  {mark} {click.style(place, bold=True)}"]
        if answer.plan and (row := row_label(issue, app.language, answer.plan)):
            lines.append(f"    {click.style(row, dim=True)}")
        lines.append(f"    {words.message}")
        if words.expected and issue.severity != "note":
            expected = say("expected-here", app.language, {"expected": words.expected}).message
            lines.append(f"    {expected}")
        if words.fix:
            lines.append(f"    \u2192 {words.fix}")
    if answer.changes:
        lines += ["", f"  {message('changes', app.language, count=len(answer.changes))}"]
        lines += [f"    {_change_line(change)}" for change in answer.changes]
    return "\n".join(lines) + "\n"


def _change_line(change: Change) -> str:
    place = ";".join(f"{dimension}={code}" for dimension, code in change.at.items())
    figure = ".".join(filter(None, (change.indicator, change.part)))
    return f"{figure}{'@' if place else ''}{place}: {change.was or '-'} \u2192 {change.now or '-'}"


def _headline(answer: Answer, language: str) -> str:
    words = {"accepted": "green", "refused": "red", "unreadable": "red"}
    verdict = answer.verdict
    name = say(f"verdict-{answer.word}", language, {}).message
    head = click.style(f"{answer.file}: {name}", fg=words[answer.word], bold=True)
    if verdict is None:
        return head
    errors = sum(issue.severity == "error" for issue in verdict.issues)
    facts = {
        "slot": verdict.slot,
        "answered": verdict.cells.answered,
        "expected": verdict.cells.required,
        "errors": errors,
        "others": len(verdict.issues) - errors,
    }
    return f"{head}\n  {say('check-summary', language, facts).message}"
