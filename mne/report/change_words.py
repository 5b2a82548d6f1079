"""What changed in a plan, said in sentences."""

from __future__ import annotations

from datetime import date

from mne.kinds import kind_of
from mne.model import Text
from mne.periods import Period
from mne.plan_diff import Change
from mne.report.wording import Wording

_NOTHING = "–"


def change_words(change: Change, wording: Wording) -> str:
    """The sentence for one change."""
    title = change.title.say(wording.language) if change.title else ""
    name = wording.say(f"name.{change.what}", id=change.subject, title=title, parent=change.parent)
    return wording.say(
        f"change.{_sentence(change)}",
        name=name,
        key=key_words(change.key, wording),
        old=shown(change, change.old, wording),
        new=shown(change, change.new, wording),
        language=_language(change.language, wording),
        period=wording.period(Period.parse(change.period)) if change.period else _NOTHING,
        set_on=wording.day(date.fromisoformat(change.set_on)) if change.set_on else "",
        reference=change.reference or _NOTHING,
    )


def _sentence(change: Change) -> str:
    """Where there was nothing, or is nothing any more, the sentence is another one."""
    if change.kind == "altered":
        return _given_or_withdrawn(change) or "altered"
    if change.kind == "baseline-changed":
        return f"baseline-{_given_or_withdrawn(change) or 'changed'}"
    return change.kind


def _given_or_withdrawn(change: Change) -> str:
    if change.old in {None, ""}:
        return "given"
    return "withdrawn" if change.new in {None, ""} else ""


def key_words(key: str, wording: Wording) -> str:
    """A key as people call it; one that has no word of its own as it is written in the file."""
    for known in (key, key.rpartition(".")[2]):
        if wording.knows(f"key.{known}"):
            return wording.say(f"key.{known}")
    return key


def _language(code: str, wording: Wording) -> str:
    return wording.say(f"language.{code}") if wording.knows(f"language.{code}") else code


def shown(change: Change, value: object, wording: Wording) -> str:
    """A value as printed: by the rules of its kind where it is a figure."""
    match value:
        case None | "":
            return _NOTHING
        case Text():
            return value.say(wording.language)
        case date():
            return wording.day(value)
        case str() if change.indicator is not None:
            kind = kind_of(change.indicator)
            read = kind.read_target(change.indicator, value)
            return value if read is None else kind.show(change.indicator, read, wording.language)
        case _:
            return str(value)
