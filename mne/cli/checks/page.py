"""The catalogue as one page of Markdown, `docs/reference/checks.md`."""

from __future__ import annotations

from collections.abc import Iterator

from mne.catalogue import Entry, Family, explain, list_families, say_word


def draw_page(language: str) -> str:
    """Every code with its long help, by family; ends in one line end."""
    families = tuple(list_families(language))
    lines = [
        f"# {say_word('page', language)}",
        "",
        f"<!-- {say_word('made-by', language)} -->",
        "",
        say_word("intro", language),
        "",
        *(f"- [{_text(one.title)}](#{one.id}): {', '.join(_links(one))}" for one in families),
    ]
    for family in families:
        lines += _family(family, language)
    return "\n".join(lines) + "\n"


def _links(family: Family) -> Iterator[str]:
    return (f"[{code}](#{code})" for code in family.codes)


def _family(family: Family, language: str) -> Iterator[str]:
    yield from ("", f'<a id="{family.id}"></a>', "", f"## {_text(family.title)}", "")
    yield from (_text(family.about), "")
    yield f"*{say_word('skips', language)}:* {_text(family.skips)}"
    for code in family.codes:
        yield from _code(explain(code, language), language)


def _code(entry: Entry, language: str) -> Iterator[str]:
    yield from ("", f"### {entry.code}", "")
    severity = say_word(entry.severity, language)
    yield from (f"**{_text(entry.title)}** ({severity})", "", _text(entry.why), "")
    facts = {
        "example": entry.example,
        **entry.sentence._asdict(),
        "answer": entry.answer,
        "skips": entry.skips,
    }
    for key, text in facts.items():
        if text:
            yield f"- *{say_word(key, language)}:* {_text(text)}"


def _text(text: str) -> str:
    """A text as Markdown shows it letter by letter; what stands in backquotes is code already."""
    pieces = text.split("`")
    marked = (
        piece
        if number % 2
        else piece.replace("\\", "\\\\").replace("<", "&lt;").replace("[", "\\[")
        for number, piece in enumerate(pieces)
    )
    return "`".join(marked).replace("*", "\\*")
