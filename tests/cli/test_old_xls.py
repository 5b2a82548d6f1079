"""`mne check --xls`: a form that was saved for Excel 97-2003."""

from __future__ import annotations

import json

from tests.fixtures.soffice import convert, needs_soffice
from tests.fixtures.trial_kit import good_form, write

pytestmark = needs_soffice


def test_an_old_form_is_refused_until_it_is_asked_for_and_then_read_like_any_other(mne, tmp_path):
    form = write(tmp_path, "form.xlsx", good_form("trial/2012-Q1/MOJ"))
    (old,) = convert("xls", tmp_path / "old", form)
    code, out, _ = mne("check", "--format", "json", form)
    (as_xlsx,) = json.loads(out)["files"]
    assert (code, as_xlsx["verdict"]) == (0, "accepted")

    code, out, _ = mne("check", "--format", "json", old)
    (refused,) = json.loads(out)["files"]
    assert (code, [one["code"] for one in refused["issues"]]) == (3, ["file-xls"])
    assert "--xls" in refused["issues"][0]["fix"]

    code, out, _ = mne("check", "--xls", "--format", "json", old)
    (read,) = json.loads(out)["files"]
    assert (code, read["issues"]) == (0, [])
    assert (read["expected"], read["answered"]) == (as_xlsx["expected"], as_xlsx["answered"])
