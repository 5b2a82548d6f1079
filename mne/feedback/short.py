"""The short message: what became of a file, in one message of a telephone (two in Khmer).

Latin letters of the telephone's own alphabet travel 160 at a time; any other letter turns all into
two bytes each, of which 134 fit two messages.
"""

from __future__ import annotations

from mne.feedback.given import Given
from mne.feedback.wish import count_by_severity
from mne.feedback.words import Words, reporter_of
from mne.issues import why_not_kept

LONGEST = {"en": 160, "km": 134}
_PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The telephone's own alphabet (GSM 03.38), of letters that count once."""
_CUT = ".."


def short_message(given: Given) -> str:
    """What became of the file, no longer than fits; a name that is too long is cut."""
    say = Words(given.language)
    for who in _names(given):
        text = _say(given, say, who)
        if length(text) <= LONGEST[given.language]:
            return text
    over = length(_say(given, say, _CUT)) - LONGEST[given.language]
    kept = who[: max(0, -over)] if over < 0 else ""
    return _say(given, say, kept + _CUT)


def length(text: str) -> int:
    """As the telephone counts: in units of two bytes."""
    return len(text.encode("utf-16-le")) // 2


def _names(given: Given) -> list[str]:
    """The sender's name as its reader knows it, then as short as it is known."""
    if given.verdict is None or given.plan is None:
        return [_plain(given.file, given.language)]
    slot = given.verdict.slot
    reporter = reporter_of(given.plan, slot)
    names = [slot.reporter]
    if reporter and given.language != "en":
        names.insert(0, reporter.name_on(slot.period.end).say(given.language))
    return [_plain(name, given.language) for name in names]


def _plain(name: str, language: str) -> str:
    """Without what a telephone cannot show; in English only letters of its own alphabet."""
    kept = "".join(letter if letter.isprintable() else "?" for letter in name)
    if language != "en":
        return kept
    return "".join(letter if letter in _PLAIN else "?" for letter in kept)


def _say(given: Given, say: Words, who: str) -> str:
    facts: dict[str, object] = {"who": who}
    key = "sms.unreadable"
    if given.verdict is not None:
        facts |= {"period": given.verdict.slot.period.label}
        facts |= count_by_severity(given.verdict.issues)
        key = f"sms.checked-{given.verdict.verdict}"
        if why := why_not_kept(given.verdict.issues):
            key = f"sms.{why}"
    if given.receipt is not None:
        facts |= {"number": f"r{given.receipt.number:04d}"}
        facts |= {"day": given.receipt.received_on.date().isoformat()}
        key = "sms.duplicate" if given.is_duplicate else f"sms.kept-{given.receipt.verdict}"
    text = say(key, **facts)
    return say("sms.sample", text=text) if given.synthetic else text
