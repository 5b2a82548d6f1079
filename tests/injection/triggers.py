"""What has made spreadsheets run something, browsers draw something, or terminals obey."""

from __future__ import annotations

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")
"""With these a spreadsheet begins a formula, in one country or another."""
BODIES = (
    "1+1",
    "A1",
    "SUM(A1:A9)",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://localhost/?"&A1,"click")',
    'WEBSERVICE("http://localhost/?"&A1)',
    'IMPORTXML(CONCAT("http://localhost/?",A1),"//a")',
    'DDE("cmd";"/C calc";"x")',
    "MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c calc'!''",
    "10+20+cmd|' /C calc'!A0",
)
LEADS = ("", " ", "   ", "\t", "\r", "\n", "\u00a0", "\u200b", "\ufeff", "\u202e", "\u3000")
LEADS += ('"', "'", "''", "’", "“", " '", "\n\n")
"""What a program may take off before it looks at the first sign."""
PARTS = (";", "\t", "|", "\n", "\r", "\r\n", ";;")
"""Where a program set to another country's separator parts a line."""

FORMULAS = tuple(
    dict.fromkeys(
        [
            *(f"{start}{body}" for start in STARTS for body in BODIES),
            *(
                f"{lead}{start}{BODIES[number % len(BODIES)]}"
                for number, lead in enumerate(LEADS)
                for start in STARTS
            ),
            *(f"word{part}{start}1+1" for part in PARTS for start in STARTS),
            *(f'word{part}{lead}=1+1{part}"' for part in PARTS for lead in (" ", '"', "\u200b")),
        ]
    )
)

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '"><iframe src="http://localhost/"></iframe>',
    "<a href='javascript:alert(1)'>x</a>",
    "</td></tr></table><h1>PWNED</h1>",
    "<style>*{display:none}</style>",
    "<!-- -->",
    "&lt;b&gt;<b>bold</b>",
    "{{ 7*7 }}{% raw %}",
    "<link rel=stylesheet href=http://localhost/x.css>",
    "]]><x/>",
)
OBEYED = (
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x1b]8;;http://localhost\x07link\x1b]8;;\x07",
    "\x1b[2J\x1b[H",
    "\x9b31mred",
    "\x08\x08\x08",
    "\x7f",
    "over\rwritten",
    "one\ntwo",
    "\u202egnp.exe",
    "\u2066a\u2069",
    "\u200eb\u200f",
    "\u2028line",
    "\u061carabic",
)
HARMLESS = (
    *("-5", "-1577", "-1,577", "-0.5", "-1,234,567.25", " -5 ", "0", "41", "-៥"),
    *("ការបណ្តុះបណ្តាល\u200bមន្ត្រី", "\u200bកំពត", "ក\u200dខ", "1\u00a0577", "19.5\u00a0%"),
    *("2012-Q1", "a-b", "NPA1-JUS-02", "x = y", "me@example.org", "3;-5;7", "it's", "a 'b'"),
)
