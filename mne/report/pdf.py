"""The page becomes a PDF for the archive: tagged, with its fonts and its data inside.

Text layout needs the system libraries of Pango, which not every machine has; they are asked for
only here, so that everything else works without them. Nothing is fetched, from the network or
from the disk.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape

from mne.errors import MachineError, UsageError
from mne.report.annex import AnnexFile

FONTS = Path(__file__).resolve().parents[1] / "fonts"
NEEDED_FONTS = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansKhmer-Regular.ttf",
    "NotoSansKhmer-Bold.ttf",
)
VARIANT = "pdf/a-3a"
_FEWER_COLLECTIONS = (100_000, 50, 100)
_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Noto Sans</family></prefer></alias>
</fontconfig>
"""


def write_pdf(html: str, annexes: Sequence[AnnexFile], epoch: int) -> bytes:
    """The PDF of a page, with the annexes attached; the same input gives the same bytes."""
    moment = datetime.fromtimestamp(epoch, UTC)
    with _layout() as (weasyprint, fetcher):
        attachments = [
            weasyprint.Attachment(
                string=annex.content,
                name=annex.name,
                description=annex.name,
                created=moment,
                modified=moment,
                relationship="Data",
                url_fetcher=fetcher,
            )
            for annex in annexes
        ]
        page = weasyprint.HTML(string=html, url_fetcher=fetcher)
        return bytes(page.write_pdf(pdf_variant=VARIANT, attachments=attachments))


def write_one_sheet(versions: Iterable[str]) -> bytes:
    """The PDF of the first of these versions that fits on one sheet; else of the last."""
    laid_out = None
    with _layout() as (weasyprint, fetcher):
        for html in versions:
            page = weasyprint.HTML(string=html, url_fetcher=fetcher)
            laid_out = page.render(pdf_variant=VARIANT)
            if len(laid_out.pages) == 1:
                break
        if laid_out is None:
            raise ValueError(versions)
        return bytes(laid_out.write_pdf(pdf_variant=VARIANT))


@contextmanager
def _layout() -> Iterator[tuple[ModuleType, Any]]:
    """The library and what it may fetch: nothing but what the page brings with it."""
    weasyprint = load_weasyprint()
    fetcher = weasyprint.urls.URLFetcher(
        allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True
    )
    with _fewer_collections(), warnings.catch_warnings():
        # The library leaves its own colour profile for Python to close.
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            yield weasyprint, fetcher
        except weasyprint.urls.FatalURLFetchingError as error:
            raise UsageError("report-would-fetch", found=str(error)) from error


@cache
def load_weasyprint() -> ModuleType:
    """The layout library, with our fonts and no others.

    A process that finds no font at all is ended by the system without a word, so the fonts are
    looked for first.
    """
    missing = [name for name in NEEDED_FONTS if not (FONTS / name).is_file()]
    if missing:
        raise MachineError("pdf-fonts-missing", folder=FONTS, found=", ".join(missing))
    # Fontconfig reads its settings from the environment and from nowhere else, once.
    os.environ["FONTCONFIG_FILE"] = str(_write_fontconfig())  # noqa: TID251
    try:
        weasyprint = import_module("weasyprint")
    except OSError as error:
        raise MachineError("pdf-libraries-missing", found=str(error).splitlines()[0]) from error
    return weasyprint


def _write_fontconfig() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="mne-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "fonts.conf"
    text = _FONTCONFIG.format(fonts=escape(str(FONTS)), cache=escape(str(folder / "cache")))
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Collect garbage less often.

    A page is some hundred thousand small objects; looking through them again and again costs a
    third of the time and frees nothing.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_FEWER_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
