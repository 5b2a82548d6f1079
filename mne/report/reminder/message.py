"""The short message beside a letter: plain text for a telephone, and no figure of a return."""

from __future__ import annotations

from collections.abc import Iterator

from mne.report.reminder.letter import Sender, languages_of
from mne.report.reminder.owing import Owing
from mne.report.reminder.words import number, remind_wording
from mne.report.wording import Wording

LONGEST = 300
"""Letters in each language, as a telephone counts them."""


def write_message(owing: Owing, sender: Sender, first: str | None = None) -> str:
    """The message in each language that its reporter reads, with a blank line between."""
    languages = languages_of(owing, sender.plan, first)
    return "\n\n".join(_fitting(owing, sender, one) for one in languages) + "\n"


def _fitting(owing: Owing, sender: Sender, language: str) -> str:
    """The fullest wording that fits; the shortest is cut where even that is too long."""
    say = remind_wording(language)
    text = ""
    for who, plan, periods in _names(owing, sender, say):
        text = _text(owing, sender, say, who=who, plan=plan, periods=periods)
        if _length(text) <= LONGEST:
            return text
    return text[: LONGEST - 2] + ".."


def _names(owing: Owing, sender: Sender, say: Wording) -> Iterator[tuple[str, str, str]]:
    """Reporter, plan and periods, from their full names to their shortest."""
    reporter, plan = owing.reporter, sender.plan
    full, title = reporter.name_on(sender.day).say(say.language), plan.title.say(say.language)
    short = reporter.abbreviation_on(sender.day)
    one = len(owing.owed) == 1
    periods = say.period(owing.periods[0]) if one else say.short_periods(owing.periods)
    yield from ((full, title, periods), (full, plan.id, periods), (short, plan.id, periods))
    several = say.say("message.several", count=len(owing.owed))
    yield short, plan.id, several


def _text(owing: Owing, sender: Sender, say: Wording, **names: str) -> str:
    came = {one.came.how for one in owing.owed if one.came and one.kind == "refused"}
    tone = "again" if owing.tone == "refused" and came != {"to-mend"} else owing.tone
    facts = {**names, "day": say.day(min(one.due for one in owing.owed))}
    words = [say.say(f"message.{tone}.{number(len(owing.owed))}", **facts)]
    secretariat = sender.secretariat
    if secretariat and secretariat.id != owing.reporter.id:
        words += [say.say("message.ask", secretariat=secretariat.abbreviation_on(sender.day))]
    text = say.say("message.join").join(words)
    return say.say("message.sample", text=text) if sender.synthetic else text


def _length(text: str) -> int:
    """As a telephone counts: in units of two bytes."""
    return len(text.encode("utf-16-le")) // 2
