"""alignment.exchange.jsonl and csv: units for programs and for spreadsheets."""

from __future__ import annotations

import csv
import json
from io import StringIO

from alignment.exchange.csv import write_csv
from alignment.exchange.jsonl import write_jsonl
from alignment.exchange.rows import Document
from tests.alignment.exchange.sample_rows import DOCUMENT, ROWS, as_text


def test_jsonl_holds_one_unit_a_line() -> None:
    lines = [json.loads(line) for line in as_text(write_jsonl).split("\n")[:-1]]
    assert len(lines) == 4
    assert lines[1] == {
        "symbol": "A/RES/66/282",
        "title": "Wells & pumps",
        "date": "2012-06-29",
        "year": 2012,
        "kind": "operative",
        "number": "1",
        "status": "locked",
        "probability": 0.625,
        "versions": {
            "ar": "تحيط علما بالتقرير.",
            "en": "Notes the report.",
            "fr": "Prend note du rapport.",
        },
        "clauses": {
            "ar": [
                {"kind": "operative", "number": "١", "start": 0, "end": 19, "calls": [["1", 18]]}
            ],
            "en": [
                {"kind": "operative", "number": "1", "start": 0, "end": 17, "calls": [["1", 16]]}
            ],
            "fr": [{"kind": "operative", "number": "1", "start": 0, "end": 22, "calls": []}],
        },
    }
    spans = [(c["start"], c["end"]) for c in lines[2]["clauses"]["en"]]
    assert [lines[2]["versions"]["en"][start:end] for start, end in spans] == ["One.", "Two\x0c."]


def test_jsonl_names_the_collection_only_where_it_matters() -> None:
    line = as_text(write_jsonl, Document("E/1", ROWS[:1], collection="dev"))
    assert json.loads(line)["collection"] == "dev"


def test_csv_opens_in_a_spreadsheet() -> None:
    text = as_text(write_csv, langs=("en", "ar", "zh"))
    assert text.startswith("\ufeffsymbol,kind,number,status,probability,en,ar,zh\r\n")
    table = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))
    assert table[2] == [
        *("A/RES/66/282", "operative", "1", "locked", "0.625"),
        *("Notes the report.", "تحيط علما بالتقرير.", ""),
    ]
    assert [row[5] for row in table[1:]] == [row.text("en") for row in DOCUMENT.rows]
