"""Lines of text that are no honest CSV."""

from __future__ import annotations

from tests.workbook.hostile import Attack

MB = 2**20

CSV: dict[str, Attack] = {
    "a ragged csv": ("a.csv", lambda: b"a,b\n1,2,3,4\n", "csv-ragged"),
    "a csv cut in a letter": ("a.csv", lambda: "a,b\nខក".encode()[:-1], "csv-encoding"),
    "half a UTF-16 csv": ("a.csv", lambda: "a\tb".encode("utf-16") + b"x", "csv-encoding"),
    "a csv with an open quote": ("a.csv", lambda: b'a,b\n"1,2\n', "csv-quotes"),
    "a csv with a stray quote": ("a.csv", lambda: b'a,b\n"1"2,3\n', "csv-quotes"),
    "a csv with zero bytes": ("a.csv", lambda: b"a,b\n1,\x002\n", "file-type"),
    "a csv of half a million cells": (
        "a.csv",
        lambda: b"1,2,3,4,5,6,7,8,9,10\n" * 50_100,
        "file-too-large",
    ),
    "a csv in UTF-16 without a mark": (
        "a.csv",
        lambda: "a,b\n1,2\n".encode("utf-16-le"),
        "file-type",
    ),
    "a csv in UTF-32": ("a.csv", lambda: "a,b\n1,2\n".encode("utf-32"), "csv-encoding"),
    "a line of eight million fields": ("a.csv", lambda: b"ab," * 8_000_000, "file-too-large"),
    "a line of 24 million empty fields": (
        "a.csv",
        lambda: b"a,b\n" + b"," * (24 * MB),
        "file-too-large",
    ),
    "a head of twenty thousand columns": (
        "a.csv",
        lambda: b",".join([b"c"] * 20_000) + b"\n",
        "file-too-large",
    ),
    "24 million empty lines": ("a.csv", lambda: b"\n" * (24 * MB) + b"a", "file-too-large"),
    "24 million quotation marks": ("a.csv", lambda: b'a,b\n"' + b'"' * (24 * MB), "csv-quotes"),
    "a field of more than a megabyte": (
        "a.csv",
        lambda: b"a,b\n" + b"x" * 1_000_001 + b",1\n",
        "csv-quotes",
    ),
    "a csv that breaks off": ("a.csv", lambda: b"a,b\n1,2\n3", "csv-cut-off"),
    "a csv of a separator that nobody knows": ("a.csv", lambda: b"sep=#\na,b\n", "csv-ragged"),
}
