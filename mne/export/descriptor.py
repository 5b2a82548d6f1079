"""`datapackage.json`: what the tables are, by the Data Package standard, version 1."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from mne.export.given import ExportInput
from mne.export.table import MOMENT, Field, Reference, Table
from mne.messages import read_texts

NAME = "datapackage.json"


def describe(
    given: ExportInput, tables: Sequence[Table], files: Mapping[str, bytes]
) -> dict[str, Any]:
    """The descriptor. Its day is that of knowledge; a licence is for the plan's owner to give."""
    plan = given.plan
    texts = read_texts("export.en")
    label = texts["label.synthetic"] if given.synthetic else ""
    words = (label, texts[f"label.{given.edition}"], texts["about"])
    return {
        "profile": "tabular-data-package",
        "name": f"{plan.id}-{given.period.label}-{given.edition}".lower(),
        "title": f"{plan.title.say('en')}, {given.period.label}",
        "description": " ".join(filter(None, words)).strip(),
        "version": plan.digest,
        "created": given.as_of.astimezone(UTC).replace(microsecond=0).isoformat()[:-6] + "Z",
        "sources": [{"title": plan.provenance.source or plan.title.say("en")}],
        "keywords": ["monitoring and evaluation", plan.id],
        "plan": plan.id,
        "period": given.period.label,
        "as_of": given.as_of.date().isoformat(),
        "edition": given.edition,
        "synthetic": given.synthetic,
        "basis": plan.provenance.basis,
        "tool": f"mne {given.tool}",
        "resources": [_resource(one, files[f"{one.name}.csv"], texts) for one in tables],
    }


def _resource(table: Table, content: bytes, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": texts[f"table.{table.name}"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True},
        "schema": {
            "fields": [_field(one, texts) for one in table.fields],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": [one.field], "reference": {"resource": one.table, "fields": [_key(one)]}}
                for one in table.references
            ],
            "missingValues": [""],
        },
    }


def _key(reference: Reference) -> str:
    """The key of a table is named after it: `receipt` of `receipts`; a lead is a reporter."""
    named = {"receipts": "receipt", "indicators": "indicator", "objectives": "objective"}
    return named.get(reference.table, "reporter")


def _field(field: Field, texts: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"name": field.name, "type": field.type}
    if field.type == "datetime":
        told["format"] = MOMENT
    told["description"] = field.about or _about(field.name, texts)
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.enum:
        constraints["enum"] = list(field.enum)
    return told | ({"constraints": constraints} if constraints else {})


def _about(name: str, texts: Mapping[str, str]) -> str:
    """A column in a language is described once for all languages."""
    return texts.get(f"field.{name}") or texts[f"field.{name.rpartition('_')[0]}"]
