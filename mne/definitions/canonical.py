"""The definitions as one canonical text: what a digest is taken of and what the archive keeps."""

from __future__ import annotations

import hashlib
import json

from mne.model import Plan


def canonical_text(plan: Plan) -> str:
    """The definitions as canonical JSON: what a digest is taken of and what the archive keeps.

    A key that is not used leaves no trace, so that a key that mne learns later changes no digest.
    """
    data = plan.model_dump(mode="json", exclude={"digest"}, exclude_defaults=True)
    if "holidays" in data:
        data["holidays"] = sorted(data["holidays"])
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def plan_from_text(text: str) -> Plan:
    """The plan that `canonical_text` was given: how old definitions are read again."""
    return with_digest(Plan.model_validate_json(text))


def with_digest(plan: Plan) -> Plan:
    """The plan, knowing the digest of what it says."""
    digest = hashlib.sha256(canonical_text(plan).encode()).hexdigest()
    return plan.model_copy(update={"digest": digest})
