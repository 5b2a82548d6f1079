"""Whatever is done to an archive is noticed, and nothing is seen where nothing was done."""

import pytest

from tests.archive import tamper


def test_a_sample_of_all_that_can_be_done_to_an_archive_is_noticed(capsys):
    assert tamper.run(everything=False) == []
    assert " passed, 0 failed" in capsys.readouterr().out


@pytest.mark.long
def test_all_that_can_be_done_to_an_archive_is_noticed():
    assert tamper.run(everything=True) == []


def test_what_is_not_noticed_is_named(monkeypatch, capsys):
    monkeypatch.setattr(tamper, "notices", lambda *_: False)
    monkeypatch.setattr(tamper, "SHORT", 100_000)
    wrong = tamper.run(everything=False)
    assert any(one.startswith("removed ") for one in wrong)
    assert f"{len(wrong)} failed" in capsys.readouterr().out
