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
    monkeypatch.setattr(tamper, "trial", lambda *_, **__: iter([("a", True), ("b", False)]))
    assert tamper.run(everything=False) == ["b"]
    assert capsys.readouterr().out == "not noticed: b\n1 passed, 1 failed\n"
