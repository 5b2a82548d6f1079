"""The invented reports, laid out once for all tests."""

import sys
from pathlib import Path

import pytest

from mne.report import render_report

sys.path.insert(0, str(Path(__file__).parent))

from invented_report import annual, ministry


@pytest.fixture(scope="session")
def annual_report():
    return render_report(annual())


@pytest.fixture(scope="session")
def annual_pdf(annual_report, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "annual.pdf"
    path.write_bytes(annual_report.pdf())
    return path


@pytest.fixture(scope="session")
def ministry_report():
    return render_report(ministry())


@pytest.fixture(scope="session")
def khmer_report():
    return render_report(ministry("km"))


@pytest.fixture(scope="session")
def khmer_pdf(khmer_report, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "khmer.pdf"
    path.write_bytes(khmer_report.pdf())
    return path
