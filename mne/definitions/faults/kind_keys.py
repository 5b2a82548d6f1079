"""Whether an indicator has the keys of its kind, or those of another: then the kind is in doubt."""

from __future__ import annotations

from collections.abc import Iterator

from mne.definitions.faults.flaw import Flaw, flaw
from mne.kinds import KINDS, kind_of
from mne.model import Indicator
from mne.model.words import FOR_THE_FORM, words_in_files


def is_kind_doubtful(indicator: Indicator) -> bool:
    """Whether the keys are those of another kind; what hangs on the kind is not judged then."""
    marks = kind_of(indicator).MARKS
    has_none = bool(marks) and not any(getattr(indicator, key) for key in marks)
    return has_none or bool(_strange_keys(indicator))


def kind_flaws(indicator: Indicator) -> Iterator[Flaw]:
    """A kind of the form's, keys of another kind (said once, of all of them), or what it lacks."""
    strange = _strange_keys(indicator)
    if indicator.kind in FOR_THE_FORM:
        known = ", ".join(words_in_files(KINDS))
        yield flaw("kind", code="kind-not-for-indicators", kind=indicator.kind, known=known)
    elif strange:
        kinds = [name for name, kind in KINDS.items() if {*strange} <= kind.KEYS]
        facts = {"kind": indicator.kind, "known": " / ".join(kinds) or "..."}
        where = strange[0] if len(strange) == 1 else "kind"
        yield flaw(where, code="key-not-for-kind", keys=", ".join(strange), **facts)
    else:
        for one in kind_of(indicator).faults(indicator):
            yield flaw(one.key, code=one.code, **dict(one.params))


def _strange_keys(indicator: Indicator) -> tuple[str, ...]:
    """The keys that are given and mean nothing for its kind, in the order of the model."""
    elsewhere = {key for kind in KINDS.values() for key in kind.KEYS} - kind_of(indicator).KEYS
    given = (key for key in Indicator.model_fields if getattr(indicator, key))
    return tuple(key for key in given if key in elsewhere)
