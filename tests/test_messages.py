"""Whatever the program says stands in every language, with the facts that the code gives it."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import mne
from mne.definitions import load_plan
from mne.errors import MneError
from mne.issues import SEVERITY_BY_CODE, raise_issue, sentence
from mne.messages import LANGUAGES, Sentence, read_texts, say
from mne.workbook import FAULTS
from mne.workbook.faults import AMBIGUOUS_REASONS, UNSAFE_REASONS
from mne.workbook.gate import _COUNTED, _OTHER_KINDS

PACKAGE = Path(mne.__file__).parent
PLAN = load_plan(PACKAGE.parent / "indicators", "spa-2")
ENGLISH = read_texts("en")
OTHERS = [language for language in LANGUAGES if language != "en"]
FIELDS = Sentence._fields
# What else an entry may have: words for facts that are codes of ours, and sentences by such a fact.
BY_FACT = {"words", "cases"}

ERRORS = {error.__name__ for error in MneError.__subclasses__()}
ISSUES = {"raise_issue", "issue_at"}
# Who is handed a code, and the places where it may stand unless it is named.
PLACES_BY_MAKER: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(ERRORS | ISSUES, (0,)),
    **dict.fromkeys(("Refusal", "Refused", "Unreadable", "say", "message"), (0,)),
    "Fault": (1, 3),  # of a kind: after the key; of a source: after file, line and column
    "fault": (1,),
    "flaw": (),
    "misfit": (0,),
    "tell_several": (0,),
    "_compare": (3,),
}
# Other modules call their own words so: only what is imported from `mne.messages` is meant.
FROM_MESSAGES = {"say", "message"}
# Makers that take the facts by name, all of them at once.
FACTS_BY_NAME = {*ERRORS, *ISSUES, "message", "fault", "flaw"}
# Arguments that are no facts: where an issue is, and what goes with an error.
NO_FACTS = {"code", "faults", "sheet", "cell", "indicator"}


class Saying(NamedTuple):
    """A place in the program that names a sentence."""

    place: str
    maker: str
    code: str
    facts: frozenset[str] | None
    """The facts that come with it; None where this cannot be seen from the code."""


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def sayings() -> Iterator[Saying]:
    for file, tree in trees():
        meant = {*PLACES_BY_MAKER} - (FROM_MESSAGES - names_from_messages(tree))
        for function in functions(tree):
            variables = assigned(function)
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and (maker := name_of(node.func)) in meant:
                    facts = facts_of(node, variables)
                    for code in codes_of(node, variables):
                        yield Saying(f"{file}:{node.lineno}", maker, code, facts)


def names_from_messages(tree: ast.Module) -> set[str]:
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {name.name for one in imports if one.module == "mne.messages" for name in one.names}


def functions(tree: ast.Module) -> Iterator[ast.AST]:
    """Functions and methods, without those within them."""
    for node in tree.body:
        yield from node.body if isinstance(node, ast.ClassDef) else [node]


def assigned(function: ast.AST) -> dict[str, list[ast.expr]]:
    """What a function puts into each of its variables."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def name_of(node: ast.expr) -> str:
    """The function called, and for methods only `fault`: the rest are others of the same name."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr="fault" as name):
            return name
    return ""


def codes_of(call: ast.Call, variables: dict[str, list[ast.expr]]) -> set[str]:
    """The codes that a call may be handed, as far as they are written out."""
    places = PLACES_BY_MAKER[name_of(call.func)]
    given = [call.args[place] for place in places if place < len(call.args)]
    given += [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    for node in tuple(given):
        if isinstance(node, ast.Name):
            given += variables.get(node.id, [])
    return {text for node in given for text in texts_of(node)}


def texts_of(node: ast.AST | None) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from (*texts_of(one), *texts_of(other))


def facts_of(call: ast.Call, variables: dict[str, list[ast.expr]]) -> frozenset[str] | None:
    """The names of the facts in a call; `**facts` is looked up where it is written out."""
    facts: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg is not None:
            facts.add(keyword.arg)
        elif (name := name_of(keyword.value)) != "where":  # the address of an issue
            before = [one for one in variables.get(name, []) if one.lineno < call.lineno]
            known = keys_of(max(before, key=lambda one: one.lineno)) if before else None
            if known is None:
                return None
            facts |= known
    return frozenset(facts)


def keys_of(node: ast.expr) -> set[str] | None:
    if not isinstance(node, ast.Dict) or None in node.keys:
        return None
    return {text for key in node.keys for text in texts_of(key)}


def codes_in_use() -> tuple[set[str], list[str]]:
    """Every text in the program; and what f-strings such as `verdict-{word}` look like."""
    texts: set[str] = set()
    patterns = []
    for _, tree in trees():
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str(text)):
                    texts.add(text)
                case ast.JoinedStr(values=[ast.Constant(value=str(start)), ast.FormattedValue()]):
                    if re.fullmatch("[a-z-]+-", start):
                        patterns.append(f"{start}[a-z-]+")
    return texts, patterns


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def sentences(entry: dict) -> dict[str, str]:
    """The texts of an entry by their fields, those of its cases as `fix found=pdf`."""
    found = {field: text for field, text in entry.items() if field not in BY_FACT}
    for name, cases in entry.get("cases", {}).items():
        for value, case in cases.items():
            found |= {f"{field} {name}={value}": text for field, text in case.items()}
    return found


def words_of(entry: dict) -> dict[tuple[str, str], str]:
    """The words for facts that are codes, by the fact and the code."""
    facts = entry.get("words", {}).items()
    return {(name, value): word for name, words in facts for value, word in words.items()}


def commands(text: str) -> list[str]:
    return sorted(re.findall("`[^`]*`", text))


SAYINGS = sorted(set(sayings()), key=lambda one: (one.place, one.code))


def test_every_code_that_the_program_names_has_a_sentence() -> None:
    assert not {one.code: one.place for one in SAYINGS if one.code not in ENGLISH}


def test_every_issue_has_a_sentence_that_says_what_is_right_and_what_to_do() -> None:
    entries = {code: ENGLISH.get(code, {}) for code in SEVERITY_BY_CODE}
    assert not [code for code, entry in entries.items() if set(FIELDS) - set(entry)]


def test_every_file_that_cannot_be_read_has_a_sentence_that_says_what_to_do() -> None:
    assert not [code for code in FAULTS if not ENGLISH.get(code, {}).get("fix")]


def test_every_error_on_the_command_line_says_what_to_do() -> None:
    named = {one.code for one in SAYINGS if one.maker in ERRORS} & set(ENGLISH)
    assert not sorted(code for code in named if not ENGLISH[code].get("fix"))


def test_every_issue_that_is_raised_has_a_severity() -> None:
    assert not {one.code for one in SAYINGS if one.maker in ISSUES} - set(SEVERITY_BY_CODE)


def test_every_refusal_of_a_file_is_listed_with_its_facts() -> None:
    refused = [one for one in SAYINGS if one.maker == "Refusal"]
    assert not [one for one in refused if one.facts != frozenset(FAULTS.get(one.code, ("-",)))]


def test_no_sentence_is_left_over() -> None:
    texts, patterns = codes_in_use()
    built = re.compile("|".join(patterns))
    assert not [code for code in ENGLISH if code not in texts and not built.fullmatch(code)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said_with_the_facts_that_come_with_it(language: str) -> None:
    dumb = []
    for one in SAYINGS:
        if one.facts is None or one.maker not in FACTS_BY_NAME or one.code not in ENGLISH:
            continue
        facts: dict[str, str] = dict.fromkeys(one.facts, "x")
        try:
            if one.maker in ISSUES:
                facts = {name: fact for name, fact in facts.items() if name not in NO_FACTS}
                issue = raise_issue(one.code, sheet="s", cell="A1", indicator="i", **facts)
                sentence(issue, language, PLAN)
            else:
                say(one.code, language, facts)
        except KeyError as error:
            dumb.append(f"{one.place}: {one.code} is not told {error}")
    assert not dumb


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_cannot_be_read_is_explained_with_the_listed_facts(language: str) -> None:
    texts = read_texts(language)
    untold = [
        f"{code}.{field}: {name}"
        for code, facts in FAULTS.items()
        for field, text in sentences(texts.get(code, {})).items()
        for name in placeholders(text) - {"file", *facts}
    ]
    assert not untold


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_file_is_said_in_words_and_not_in_codes(language: str) -> None:
    limits = {
        text
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node.func) == "too_large"
        for text in texts_of(node.args[0])
    }
    counted = {what for _, _, what, _ in _COUNTED} | {"rules"}
    texts = read_texts(language)
    told = {
        code: {value for _, value in words_of(texts[code])}
        for code in ("file-too-large", "file-unsafe", "file-ambiguous", "file-type")
    }
    assert told["file-too-large"] == limits | counted
    assert told["file-unsafe"] == UNSAFE_REASONS
    assert told["file-ambiguous"] == AMBIGUOUS_REASONS
    assert told["file-type"] >= {kind for _, kind in _OTHER_KINDS}
    assert words_of(texts["file-type"]).keys() == words_of(ENGLISH["file-type"]).keys()


@pytest.mark.parametrize(
    ("found", "fix"),
    [
        ("zip", "Take the file out of the packed one and send it by itself."),
        ("pdf", "Send the Excel file itself, not a print of it."),
        ("html", 'Open the form in Excel, choose "Save as", and take "Excel Workbook (.xlsx)".'),
    ],
)
def test_a_file_of_another_kind_is_answered_by_what_it_is(found: str, fix: str) -> None:
    said = say("file-type", "en", {"file": "a", "found": found})
    assert said.fix == fix
    assert f"({found})" not in said.message


def test_a_kind_of_file_without_a_word_is_named_as_it_names_itself() -> None:
    said = say("file-type", "km", {"file": "a", "found": "application/epub+zip"})
    assert "(application/epub+zip)" in said.message


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_a_message_and_no_unknown_field(language: str) -> None:
    texts = read_texts(language)
    assert not [code for code, entry in texts.items() if not entry.get("message")]
    assert not [code for code, entry in texts.items() if set(entry) - set(FIELDS) - BY_FACT]
    fields = {field.partition(" ")[0] for entry in texts.values() for field in sentences(entry)}
    assert fields == set(FIELDS)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_sentences_of_english_and_no_others(language: str) -> None:
    assert sorted(read_texts(language)) == sorted(ENGLISH)


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_every_field_placeholder_and_command(language: str) -> None:
    different = [
        f"{code}.{field}"
        for code, entry in read_texts(language).items()
        for field in sentences(entry) | sentences(ENGLISH.get(code, {}))
        for ours in [sentences(ENGLISH.get(code, {})).get(field, "")]
        for theirs in [sentences(entry).get(field, "")]
        if bool(ours) != bool(theirs)
        or placeholders(ours) != placeholders(theirs)
        or commands(ours) != commands(theirs)
    ]
    assert not different


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "locale").glob("*.yaml")), ids=lambda one: one.name
)
def test_no_code_stands_twice_in_a_file(path: Path) -> None:
    codes = re.findall(r"^([\w.-]+):", path.read_text("utf-8"), re.MULTILINE)
    assert not [code for code, times in Counter(codes).items() if times > 1]


def test_khmer_is_written_in_one_way_only() -> None:
    entries = read_texts("km").values()
    texts = [t for one in entries for t in (*sentences(one).values(), *words_of(one).values())]
    assert not [text for text in texts if not unicodedata.is_normalized("NFC", text)]
    # neither Khmer digits nor characters that nobody sees
    assert not [text for text in texts if re.search("[\u17e0-\u17e9\u200b-\u200d]", text)]
