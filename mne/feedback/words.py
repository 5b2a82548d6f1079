"""The words of what goes back to a sender, from `locale/feedback.<language>.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mne.messages import read_texts
from mne.model import Plan, Reporter, Slot


@dataclass(frozen=True, slots=True)
class Words:
    """The wording in one language."""

    language: str

    def __call__(self, key: str, **facts: object) -> str:
        """The words under a key, with their facts filled in."""
        return str(read_texts(f"feedback.{self.language}")[key]).format_map(facts)

    def plan(self, plan: Plan) -> str:
        """The plan by its title and id."""
        return f"{plan.title.say(self.language)} ({plan.id})"

    def reporter(self, plan: Plan, slot: Slot) -> str:
        """The reporter by the name that it had at the end of the period."""
        one = reporter_of(plan, slot)
        return one.name_on(slot.period.end).say(self.language) if one else slot.reporter

    def period(self, slot: Slot) -> str:
        """The period with its first and last day."""
        return f"{slot.period.label} ({slot.period.start} – {slot.period.end})"


def reporter_of(plan: Plan, slot: Slot) -> Reporter | None:
    """Who it is whose return this is."""
    return plan.reporters_by_id.get(slot.reporter)


def say_moment(moment: datetime) -> str:
    """`2012-04-10 09:30 (UTC+07:00)`: the same in every language, and without doubt."""
    return f"{moment:%Y-%m-%d %H:%M} (UTC{moment.isoformat()[-6:]})"
