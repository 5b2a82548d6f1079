"""The text of a printed letter, for the tests."""

import re
import subprocess
import unicodedata


def text_of(path, *options):
    """The text layer of a PDF, as a reader copies it, without the places where a line may break."""
    words = ["pdftotext", *options, str(path), "-"]
    ran = subprocess.run(words, capture_output=True, check=True)
    text = unicodedata.normalize("NFC", ran.stdout.decode())
    return text.replace("\u200b", "")


def one_line(text):
    return re.sub(r"\s+", " ", text)
