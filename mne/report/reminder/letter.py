"""What a letter says, as ready words: once in each language that its reporter reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mne.messages import LANGUAGES
from mne.model import Plan, Reporter
from mne.report.reminder.owing import Owed, Owing
from mne.report.reminder.words import number, remind_wording
from mne.report.wording import Wording

_WIDTH = 78
"""Letters in a line of the plain text."""


class Sender(NamedTuple):
    """Who writes: the plan's secretariat, on a day."""

    plan: Plan
    day: date
    """The day of knowledge, which is the date of the letter."""
    synthetic: bool
    """Whether what the workspace holds is invented."""

    @property
    def secretariat(self) -> Reporter | None:
        """The plan's one secretariat; None where the plan names none, or several."""
        found = [one for one in self.plan.reporters if one.kind == "secretariat"]
        return found[0] if len(found) == 1 else None


class Item(NamedTuple):
    """One return that is owed."""

    period: str
    due: str
    lines: tuple[str, ...]
    form: str


class Side(NamedTuple):
    """The letter in one language."""

    language: str
    secretariat: str
    """Empty where the plan does not name it."""
    plan: str
    sample: str
    day: str
    to: str
    """The word before the addressee."""
    addressee: str
    subject: str
    greeting: str
    opening: str
    items: tuple[Item, ...]
    after: tuple[str, ...]
    """How to send, whom to ask, with thanks for what has come."""
    closing: str
    signed: tuple[str, ...]
    """For whom it is signed, then the labels of the lines left blank."""
    foot: tuple[str, ...]


class Letter(NamedTuple):
    """One reporter's letter."""

    reporter: str
    sides: tuple[Side, ...]
    """In the order in which they are read."""


def languages_of(owing: Owing, plan: Plan, first: str | None = None) -> tuple[str, ...]:
    """The plan's languages that its reporter reads, its own first, unless another is to be."""
    read = [one for one in owing.reporter.languages if one in plan.languages and one in LANGUAGES]
    found = read or [one for one in LANGUAGES if one in plan.languages]
    return tuple(sorted(found, key=lambda one: one != first))


def write_letter(owing: Owing, sender: Sender, first: str | None = None) -> Letter:
    """The letter of one reporter; `first` is the language that comes before the others."""
    languages = languages_of(owing, sender.plan, first)
    return Letter(owing.reporter.id, tuple(_side(owing, sender, one) for one in languages))


def _side(owing: Owing, sender: Sender, language: str) -> Side:
    say = remind_wording(language)
    plan, secretariat = sender.plan, _secretariat(sender, say)
    signed = say.say("sign.for" if secretariat else "sign.for-unnamed", secretariat=secretariat)
    return Side(
        language=language,
        secretariat=secretariat,
        plan=plan.title.say(language),
        sample=say.say("sample") if sender.synthetic else "",
        day=say.day(sender.day),
        to=say.say("to"),
        addressee=owing.reporter.name_on(sender.day).say(language),
        subject=_subject(owing, say),
        greeting=say.say("greeting"),
        opening=_opening(owing, sender, say),
        items=tuple(_item(one, plan, say) for one in owing.owed),
        after=tuple(_after(owing, sender, say)),
        closing=say.say("closing"),
        signed=(signed, say.say("sign.name"), say.say("sign.signature")),
        foot=tuple(_foot(sender, say)),
    )


def _secretariat(sender: Sender, say: Wording) -> str:
    one = sender.secretariat
    return one.name_on(sender.day).say(say.language) if one else ""


def _subject(owing: Owing, say: Wording) -> str:
    periods = (
        say.period(owing.periods[0]) if len(owing.owed) == 1 else say.short_periods(owing.periods)
    )
    key = f"subject.{owing.tone}.{number(len(owing.owed))}"
    return say.say(key, periods=periods, day=say.day(owing.owed[0].due))


def _opening(owing: Owing, sender: Sender, say: Wording) -> str:
    facts = {"day": say.day(owing.owed[0].due), "as_of": say.day(sender.day)}
    return say.say(f"opening.{owing.tone}.{number(len(owing.owed))}", **facts)


def _item(one: Owed, plan: Plan, say: Wording) -> Item:
    return Item(
        period=say.period(one.period),
        due=say.say("due", day=say.day(one.due)),
        lines=tuple(_lines(one, plan, say)),
        form=say.say("form", file=one.form),
    )


def _lines(one: Owed, plan: Plan, say: Wording) -> Iterator[str]:
    """How its day comes about, what stood in the way, what came of it, whether it is closed."""
    if one.due != one.planned:
        yield say.say("extended", planned=say.day(one.planned))
    elif one.planned != one.counted:
        yield say.say("moved", days=plan.due_days, counted=say.day(one.counted))
    if one.form_sent:
        yield say.say("form-late", day=say.day(one.form_sent))
    if one.came:
        came = one.came
        key = f"came.{came.how}"
        if came.how == "to-mend":
            key += f".{number(came.points) if came.points else 'none'}"
        yield say.say(key, day=say.day(came.day), points=came.points)
    if one.closed_on:
        yield say.say("closed", day=say.day(one.closed_on))


def _after(owing: Owing, sender: Sender, say: Wording) -> Iterator[str]:
    if owing.received:
        yield say.say("received", periods=say.short_periods(owing.received))
    is_mended = [one.came is not None and one.came.how == "to-mend" for one in owing.owed]
    if any(is_mended):
        yield say.say("how.mend")
    if to_fill := len(is_mended) - sum(is_mended):
        yield say.say(f"how.fill.{number(to_fill)}")
    secretariat = sender.secretariat
    if secretariat is None:
        yield say.say("ask-unnamed")
    elif secretariat.id != owing.reporter.id:  # nobody is told to ask itself
        yield say.say("ask", secretariat=_secretariat(sender, say))


def _foot(sender: Sender, say: Wording) -> Iterator[str]:
    yield say.say("known", as_of=say.day(sender.day))
    if sender.synthetic:
        yield say.say("sample.long")
    if say.say("reviewed") != "yes":
        yield say.say("awaits-reader")


def letter_text(letter: Letter) -> str:
    """The letter as plain text, for a mail, one language after the other."""
    rule = f"\n\n{'-' * _WIDTH}\n\n"
    return rule.join("\n\n".join(_paragraphs(one)) for one in letter.sides) + "\n"


def _paragraphs(side: Side) -> Iterator[str]:
    yield "\n".join(filter(None, (side.sample, side.secretariat, side.plan)))
    yield side.day
    yield f"{side.to}\n{side.addressee}"
    yield side.subject
    yield f"{side.greeting}\n\n{side.opening}"
    for item in side.items:
        yield "\n".join(
            (f"* {item.period}", *(f"  {one}" for one in (item.due, *item.lines, item.form)))
        )
    yield from side.after
    yield side.closing
    yield "\n\n".join(
        (side.signed[0], *(f"{one}: ____________________" for one in side.signed[1:]))
    )
    yield "\n".join(side.foot)
