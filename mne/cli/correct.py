"""`mne correct`: one figure, or the few of one letter, as a new receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from mne import __version__
from mne.archive import Archive
from mne.cli.answers import Answer, change_line, describe, issues_json
from mne.cli.app import App
from mne.cli.decide.common import letter_of, not_blank
from mne.cli.shared import Decorated, emit, now, received_on, workspace_of
from mne.cli.submit import receipt_json
from mne.definitions import load_plan
from mne.errors import Exit, UsageError
from mne.intake import (
    CORRECTION_FILE,
    Figure,
    PutRight,
    WrittenLetter,
    correct_figures,
    keep_words_plain,
    slot_of,
)
from mne.issues import why_not_kept
from mne.messages import message
from mne.model import At, Origin, Plan, Receipt, Slot, parse_at
from mne.tables import write_json

_PIECES = 3
_WITHOUT_VALUE = frozenset({"NA", "ND"})


def _letter_options(command: Decorated) -> Decorated:
    """What the letter says, figure by figure, and who answers for it."""
    file = click.Path(path_type=Path, exists=True, dir_okay=False)
    statuses = click.Choice(["NA", "ND", "estimated"])
    needed: dict[str, Any] = {"required": True, "callback": not_blank}
    options = (
        click.option(
            "--indicator",
            "others",
            multiple=True,
            help="Of which indicator each figure is, where the letter is about several.",
        ),
        click.option("--at", "at", multiple=True, help='Where, as sex=female; "" is the total.'),
        click.option("--part", "part", multiple=True, help="Which part, such as numerator."),
        click.option("--value", "value", multiple=True, help="The right figure."),
        click.option("--status", type=statuses, default=None, help="If it is no plain figure."),
        click.option("--note", help="A note; the reason for NA and ND."),
        click.option("--by", help="Who wrote the letter, or answers for it.", **needed),
        click.option("--reason", help="Why the figure was wrong.", **needed),
        click.option("--letter", type=file, help="The letter, which is kept with it."),
        click.option("--received", help="When the letter came; now if not given."),
        click.option("--format", "style", type=click.Choice(["table", "json"]), default="table"),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("correct")
@click.argument("slot", metavar="SLOT")
@click.argument("indicator")
@_letter_options
@click.pass_obj
def command(app: App, /, slot: str, indicator: str, style: str, **options: Any) -> int:
    """Put one figure of an INDICATOR right, by letter, in a return that was accepted.

    SLOT is PLAN/PERIOD/REPORTER. It becomes a new receipt; all that the letter does not name stays
    as it is. Figures that belong together, such as a total and its parts, are given together: the
    first --at, --part and --value are one figure, the second are the next. Where those of several
    indicators belong together, --indicator is given for each in the same way.
    """
    plan, place = _place(app, slot)
    archive, moment = Archive(workspace_of(app).submissions), now(plan.time_zone)
    archive.finish()
    keep_words_plain(plan, {"--by": options["by"], "--reason": options["reason"]})
    letter = WrittenLetter(
        figures=_figures(indicator, options),
        status=options["status"] or "",
        note=options["note"],
        by=options["by"],
        reason=options["reason"],
    )
    found = correct_figures(archive, plan, place, letter)
    came = _came(options["received"], found, plan, moment)
    receipt = _keep(archive, found, came, moment, options)
    answer = Answer(
        path=Path(CORRECTION_FILE),
        verdict=found.verdict,
        plan=found.plan,
        changes=found.changes,
        before=found.base.id,
        receipt=receipt or (None if found.verdict else found.base),
        is_duplicate=found.verdict is None,
    )
    _tell(app, style, found, answer)
    refused = answer.receipt is None or answer.receipt.verdict != "accepted"
    return int(Exit.REFUSED if refused else Exit.FINE)


def _place(app: App, name: str) -> tuple[Plan, Slot]:
    """The return that is meant, and its plan as it is today."""
    pieces = name.split("/")
    if len(pieces) != _PIECES or not all(pieces):
        raise UsageError("slot-malformed", slot=name)
    plan = load_plan(workspace_of(app).indicators, pieces[0])
    return plan, slot_of(plan, pieces[1], pieces[2])


def _figures(indicator: str, options: dict[str, Any]) -> tuple[Figure, ...]:
    """The figures of the letter: what is given once is meant of all of them."""
    values: Sequence[str] = options["value"]
    places: Sequence[str] = options["at"]
    if not values and options["status"] in _WITHOUT_VALUE:
        values = [""] * max(1, len(places), len(options["part"]))
    if not values:
        raise UsageError("option-needed", option="--value")
    places, parts = (_matched(f"--{name}", options[name], len(values)) for name in ("at", "part"))
    named = _matched("--indicator", options["others"] or (indicator,), len(values))
    return tuple(map(Figure, named, map(_at, places), parts, values))


def _matched(option: str, given: Sequence[str], count: int) -> list[str]:
    if len(given) <= 1:
        return [*(given or [""])] * count
    if len(given) != count:
        facts = {"option": option, "found": len(given), "count": count}
        raise UsageError("correct-unmatched", **facts)
    return list(given)


def _at(text: str) -> At:
    try:
        return parse_at(text)
    except ValueError as error:
        raise UsageError("at-malformed", value=text) from error


def _came(declared: str | None, found: PutRight, plan: Plan, moment: datetime) -> datetime:
    """When the letter came: not before the return that it corrects, or it would not count."""
    if declared is None:
        return moment
    came, earliest = received_on(declared, plan, moment), found.base.received_on
    if came >= earliest:
        return came
    zone = ZoneInfo(plan.time_zone)
    day = earliest.astimezone(zone).date()
    if came.astimezone(zone).date() < day:
        facts = {"value": declared, "receipt": found.base.id, "came": day.isoformat()}
        raise UsageError("correct-too-early", **facts)
    return earliest  # a day was said, and the return came on that very day


def _keep(
    archive: Archive,
    found: PutRight,
    came: datetime,
    moment: datetime,
    options: dict[str, Any],
) -> Receipt | None:
    """The new receipt; None where there is nothing to change, or it is refused."""
    if found.verdict is None or not found.is_kept:
        return None
    stored = archive.store(
        found.verdict,
        found.content,
        file=CORRECTION_FILE,
        received_on=came,
        recorded_on=moment,
        by=options["by"],
        reason=options["reason"],
        tool=f"npa-mne {__version__}",
        origin=Origin("corrected", found.base.id),
        letter=letter_of(options),
        onto=found.latest,
    )
    return archive.as_it_stands(stored.receipt)


def _tell(app: App, style: str, found: PutRight, answer: Answer) -> None:
    if found.verdict and found.verdict.issues and not app.quiet:
        click.echo(describe(answer._replace(changes=()), app), err=True)
    if style == "json":
        told = receipt_json(answer) | {
            "corrects": found.base.id,
            "changes": [change._asdict() for change in found.changes],
            "issues": issues_json(answer, app.language),
        }
        emit(write_json({"receipts": [told]}), None)
    else:
        emit("".join(f"{line}\n" for line in _words(app, found, answer)), None)


def _words(app: App, found: PutRight, answer: Answer) -> Iterator[str]:
    receipt, issues = answer.receipt, found.verdict.issues if found.verdict else ()
    base, new, day = found.base.id, "", ""
    if receipt:
        new, day = receipt.id, receipt.received_on.date().isoformat()
    if found.verdict is None:
        yield message("correct-nothing-new", app.language, base=base)
        return
    if receipt is None:
        is_personal = why_not_kept(issues) == "personal"
        nothing = "correct-personal" if is_personal else "correct-refused"
        yield message(nothing, app.language, base=base)
        return
    code = "correct-accepted" if receipt.verdict == "accepted" else "correct-waived-before"
    yield message(code, app.language, receipt=new, base=base, day=day)
    yield from (f"  {change_line(one)}" for one in found.changes)
    if receipt.after_closing:
        yield message("after-closing", app.language, decision=receipt.after_closing)
    if found.base.attested:
        yield message("correct-attest-again", app.language, base=base, receipt=new)
