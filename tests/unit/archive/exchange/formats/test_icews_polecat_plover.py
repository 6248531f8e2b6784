"""ICEWS, POLECAT and PLOVER files read back with pandas and json; the columns are typed from their codebooks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from tests.unit.archive.exchange.samples import LONG, TEXT, leading, written

ICEWS = [
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
]  # fmt: skip
POLECAT = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|"
    "Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|"
    "Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|"
    "Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|"
    "Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version"
).split("|")


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=3, encoding="utf-8")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_icews_has_its_columns_and_mirrors_equals(tmp_path: Path) -> None:
    table = _read(written("icews", tmp_path)[0])
    assert list(table.columns) == ICEWS
    assert len(table) == 6
    first, mirrored = (table.iloc[i] for i in (0, 1))
    assert first.drop("Event ID").to_dict() == {
        "Event Date": "2025-03-03", "Source Name": "Turkey", "Source Sectors": "NA", "Source Country": "Turkey",
        "Event Text": "Consult", "CAMEO Code": "040", "Intensity": "1", "Target Name": "Ukraine",
        "Target Sectors": "NA", "Target Country": "Ukraine", "Story ID": "1", "Sentence Number": "NA",
        "Publisher": "Example News", "City": "Ankara", "District": "NA", "Province": "NA", "Country": "Turkey",
        "Latitude": "39.9199", "Longitude": "32.8543",
    }  # fmt: skip
    assert (mirrored["Source Name"], mirrored["Target Name"]) == ("Ukraine", "Turkey")
    accused = table[table["CAMEO Code"] == "112"].iloc[0]
    assert (accused["Source Country"], accused["Source Sectors"]) == ("Russian Federation", "Government")
    assert accused["Event Text"] == "Accuse"
    # What R and Stata can hold exactly.
    assert all(0 <= int(number) < 2**53 for number in table["Event ID"])
    assert table["Event ID"].is_unique


def test_icews_counts_what_it_has_no_word_for(tmp_path: Path) -> None:
    target, losses = written("icews", tmp_path, statuses=frozenset({"actual", "denied"}), background=True)
    table = _read(target)
    assert table[table["CAMEO Code"] == "154"]["Source Name"].iloc[0] == LONG + " 🕊"
    assert losses.count("names of places that are neither a city nor a country: not held") == 1
    aid = table[table["CAMEO Code"] == "073"].iloc[0]
    assert (aid["Source Country"], aid["Source Sectors"]) == ("NA", "International Government Organization")
    fight = table[table["CAMEO Code"] == "190"].iloc[0]
    assert (fight["Event Text"], fight["Target Name"]) == ("Use conventional military force", "NA")


def test_polecat_has_its_columns_and_keeps_sides_together(tmp_path: Path) -> None:
    table = _read(written("polecat", tmp_path)[0])
    assert list(table.columns) == POLECAT
    first = table.iloc[0]
    number = leading().record.article.id
    assert {name: cell for name, cell in first.items() if cell != "None"} == {
        "Event ID": f"{number}:e1", "Event Date": "2025-03-03", "Event Type": "CONSULT", "Event Mode": "visit",
        "Intensity": "1", "Quad Code": "VERBAL COOPERATION", "Contexts": "diplomatic; military",
        "Actor Name": "Turkey; Ukraine", "Actor Country": "TUR; UKR", "Actor COW": "640; 369",
        "Actor Name Raw": "Turkey; Ukraine", "Placename": "Ankara", "City": "Ankara", "Country": "Turkey",
        "Latitude": "39.9199", "Longitude": "32.8543", "GeoNames ID": "323786", "Raw Placename": "Ankara",
        "Source": "Example News", "Publication Date": "2025-03-04", "Story People": "Ada Kaya",
        "Story Organizations": "Government of Russia; European Union; United Nations", "Story Locations": "Ankara",
        "Language": "en", "Version": "detente 0.1.0",
    }  # fmt: skip
    accused = table[table["Event Type"] == "ACCUSE"].iloc[0]
    assert (accused["Primary Actor Sector"], accused["Recipient Name"]) == ("GOV", "Turkey; Ukraine")
    assert not (table == "").any(axis=None)


def test_polecat_lists_run_in_parallel_and_no_value_splits_them(tmp_path: Path) -> None:
    table = _read(written("polecat", tmp_path)[0])
    row = table[table["Event Type"] == "MOBILIZE"].iloc[0]
    assert row["Recipient Name"].split("; ") == ["=cmd|' /C calc'!A0 \"quoted\"", "</node> & Söhne"]
    assert row["Recipient Country"].split("; ") == ["RUS", "ZAR"]
    assert row["Recipient Sectors"].split("; ") == ["PTY", "REB"]
    assert row["Actor Title"] == "-1 role, two"
    assert row["Actor Country"] == "XKX"


def test_plover_line_has_the_fields_of_the_manual(tmp_path: Path) -> None:
    lines = _lines(written("plover", tmp_path)[0])
    number = leading().record.article.id
    assert lines[0] == {
        "id": f"{number}:e1",
        "date": "2025-03-03",
        "actor": [
            {"code": "TUR", "entity_text": "Turkey", "identifier_id": "https://www.wikidata.org/wiki/Q43",
             "identifier_text": "Turkey"},
            {"code": "UKR", "entity_text": "Ukraine", "identifier_id": "https://www.wikidata.org/wiki/Q212",
             "identifier_text": "Ukraine"},
        ],
        "event": ["CONSULT"],
        "has_event": True,
        "event_loc": {"extracted_place": "Ankara", "resolved_place": "Ankara", "geonameid": 323786, "lat": 39.9199,
                      "lon": 32.8543, "city": "Ankara", "country": "Turkey", "country_code": "TUR", "resolution": 4},
        "event_text": ["met"],
        "quad_code": 1,
        "event_scale": 1.0,
        "mode": ["visit"],
        "context": ["diplomatic", "military"],
        "link": "story:1",
        "text_info": {"start": TEXT.index("met"), "end": TEXT.index("met") + 3},
        "cite_info": {"citation": f"detente:{number}", "url": "https://news.example.org/a",
                      "title": "Ankara hosts envoys", "language": "en", "publication": "Example News",
                      "coder": "detente 0.1.0", "codebook": "PLOVER 2.0 (draft)"},
        "coder": "detente 0.1.0",
        "coded_date": "2026-11-23",
        "coded_time": "06:30:15Z",
    }  # fmt: skip


def test_plover_holds_every_status_in_its_contexts(tmp_path: Path) -> None:
    target, losses = written("plover", tmp_path)
    by_key = {line["id"].rpartition(":")[2]: line for line in _lines(target)[:6]}
    contexts = {key: line.get("context") for key, line in by_key.items()}
    assert contexts == {
        "e1": ["diplomatic", "military"],
        "e2": None,
        "e3": ["future"],
        "e4": ["historical"],
        "e5": ["negation"],
        "e6": None,
    }
    assert (by_key["e4"]["date"], by_key["e4"]["enddate"]) == ("2019-01-01", "2019-12-31")
    assert by_key["e3"]["actor"][0]["code"] == "IGO"
    assert "identifier_id" not in by_key["e3"]["actor"][0]
    assert "code" not in by_key["e5"]["actor"][0]
    assert losses.count("events of another day than the report, dated by it") == 2
    assert not any("of status" in item.what for item in losses.items)
    assert losses.count("cameo of events not held") == 6


def test_plover_minimal_is_the_record_of_the_manual(tmp_path: Path) -> None:
    lines = _lines(written("plover-minimal", tmp_path)[0])
    number = leading().record.article.id
    assert lines[1] == {
        "id": f"{number}:e2",
        "date": "2025-03-04",
        "actor": [{"code": "RUS"}],
        "recipient": [{"code": "TUR"}, {"code": "UKR"}],
        "event": ["ACCUSE"],
    }
    assert {line["id"].rpartition(":")[2] for line in lines if line["id"].startswith(number)} == {"e1", "e2", "e6"}


def test_plover_keeps_hostile_values_whole(tmp_path: Path) -> None:
    line = _lines(written("plover", tmp_path)[0])[-1]
    assert line["recipient"][0]["identifier_text"] == "=cmd|' /C calc'!A0\t\x01\"quoted\""
    assert line["actor"][0]["office"] == "-1\r\nrole; two"
    assert line["cite_info"]["title"] == '=HYPERLINK("x")\t' + "t" * 300
