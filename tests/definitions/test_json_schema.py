"""The JSON Schemas: what is shipped is what is derived, and every shipped file fits them."""

import json
import re
from pathlib import Path, PurePosixPath
from typing import ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

import mne
from mne.definitions.json_schema import MODELS, field_words, json_schemas, modeline, schema_of
from mne.model import Indicator

INDICATORS = Path(mne.__file__).parent.parent / "indicators"
FILES = sorted(path.relative_to(INDICATORS).as_posix() for path in INDICATORS.rglob("*.yaml"))
SCHEMAS = json_schemas()


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: only true, false, null and plain numbers are not text."""

    yaml_implicit_resolvers: ClassVar = {}


for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    EditorLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first)
    )


def as_json(value):
    """The same with text for keys, as a JSON Schema knows no others."""
    if isinstance(value, dict):
        return {str(key): as_json(one) for key, one in value.items()}
    return [as_json(one) for one in value] if isinstance(value, list) else value


def read(text):
    return as_json(yaml.load(text, Loader=EditorLoader))


def complaints(name, text):
    found = Draft202012Validator(SCHEMAS[name]).iter_errors(read(text))
    return ["/".join(map(str, one.absolute_path)) for one in found]


@pytest.mark.parametrize("name", MODELS)
def test_a_schema_is_itself_right(name):
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", MODELS)
def test_the_shipped_schema_is_the_one_that_the_models_give(name):
    shipped = (INDICATORS / "schema" / f"{name}.json").read_text("utf-8")
    assert json.loads(shipped) == SCHEMAS[name], "run: mne plan schema -o indicators/schema"


def test_there_is_no_other_schema():
    assert sorted(path.stem for path in (INDICATORS / "schema").iterdir()) == sorted(MODELS)


@pytest.mark.parametrize("file", FILES)
def test_a_shipped_file_fits_its_schema(file):
    name = schema_of(PurePosixPath(file))
    assert complaints(name, (INDICATORS / file).read_text("utf-8")) == []


@pytest.mark.parametrize("file", FILES)
def test_a_shipped_file_names_its_schema_in_its_first_line(file):
    path = INDICATORS / file
    first = path.read_text("utf-8").splitlines()[0]
    assert first == modeline(PurePosixPath(file))
    assert (path.parent / first.partition("$schema=")[2]).resolve().is_file()


@pytest.mark.parametrize("name", MODELS)
def test_every_key_says_what_it_is_for(name):
    shapes = {name: SCHEMAS[name], **SCHEMAS[name]["$defs"]}
    silent = [
        f"{shape}.{key}"
        for shape, schema in shapes.items()
        for key, one in schema.get("properties", {}).items()
        if "description" not in one and "$ref" not in one
    ]
    assert silent == []


def test_what_the_model_says_of_a_key_is_what_the_editor_shows():
    shown = SCHEMAS["objective"]["$defs"]["Indicator"]["properties"]
    words = field_words(Indicator)
    assert words["repeats"] == "Whether the same person may be counted again in a later period."
    assert {key: shown[key]["description"] for key in words} == words


OBJECTIVE = """
id: X
title: {en: X}
level: output
pillar: policy
provenance: {basis: illustrative}
indicators:
  X-01:
    title: {en: Persons trained}
    level: output
    kind: count
    counting_unit: person
    unit: persons
    lead: NO
    places: 1
    confirm_yearly: true
    baseline: {period: 2010, value: 012}
    target_is: per_period
    targets: [{period: 2011, value: 150, set_on: 2011-03-01, reference: 3}]
    provenance: {basis: illustrative}
"""


def test_text_number_truth_and_date_may_stand_without_quotes():
    assert complaints("objective", OBJECTIVE) == []


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        ("    unit: persons", "    unti: persons", "indicators/X-01"),
        ("kind: count", "kind: activity", "indicators/X-01/kind"),
        ("lead: NO", "lead: [NO]", "indicators/X-01/lead"),
        ("title: {en: Persons trained}", "title: {km: x}", "indicators/X-01/title"),
        ("title: {en: Persons trained}", "title: Persons", "indicators/X-01/title"),
        ("    lead: NO\n", "", "indicators/X-01"),
        ("places: 1", "places: many", "indicators/X-01/places"),
        ("  X-01:", "  X 01:", "indicators"),
    ],
)
def test_a_mistake_is_shown_where_it_is(was, becomes, place):
    assert complaints("objective", OBJECTIVE.replace(was, becomes)) == [place]


PLAN = """
title: {en: X}
span: {start: 2011-01-01, end: 2013-12-31}
calendar: quarter
due_days: 15
time_zone: Asia/Phnom_Penh
languages: {en: reviewed}
provenance: {basis: illustrative}
objectives: [law]
reporters: [MOI, 012]
rules:
  within:
    title: {en: Some are among all}
    left: ["-previous X-01.numerator@sex=female of MOI"]
    operator: "<="
    right: [X-02]
"""


def test_reporters_are_named_or_described_and_terms_are_text():
    described = "reporters: {MOI: {name: {en: Interior}, abbreviation: MoI}}"
    assert complaints("plan", PLAN) == []
    assert complaints("plan", PLAN.replace("reporters: [MOI, 012]", described)) == []
    assert complaints("plan", PLAN.replace("right: [X-02]", "right: [{indicator: X-02}]")) == [
        "rules/within/right/0"
    ]
    assert complaints("plan", PLAN.replace("objectives: [law]\n", "")) == [""]
