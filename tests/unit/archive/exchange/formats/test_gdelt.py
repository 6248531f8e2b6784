"""GDELT files read back by position, with pandas, as their readers do."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from detente.archive.exchange.parties import hash_id
from tests.made_text import where as span
from tests.unit.archive.exchange.samples import TEXT, archive, copy_of, event, filed, leading, record, written

# Typed from the codebook, not taken from the writer.
_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
COLUMNS = [
    *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR.split()),
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
    *"NumMentions NumSources NumArticles AvgTone".split(),
    *(f"{place}Geo_{name}" for place in ("Actor1", "Actor2", "Action") for name in _GEO.split()),
    "DATEADDED",
    "SOURCEURL",
]
MENTION_COLUMNS = (
    "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID "
    "Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone "
    "MentionDocTranslationInfo Extras"
).split()


def _read(path: Path, columns: list[str]) -> pd.DataFrame:
    """Return a file as text cells; pandas checks the number of columns."""
    table = pd.read_csv(path, sep="\t", header=None, dtype=str, keep_default_na=False, quoting=3, encoding="utf-8")
    assert table.shape[1] == len(columns)
    table.columns = pd.Index(columns)
    return table


def test_columns_are_61_and_16() -> None:
    assert (len(COLUMNS), len(MENTION_COLUMNS)) == (61, 16)


def test_reciprocal_event_stands_once_each_way_with_all_its_cells(tmp_path: Path) -> None:
    table = _read(written("gdelt", tmp_path)[0], COLUMNS)
    first, mirrored = (table.iloc[i] for i in (0, 1))
    told = f"{leading().record.article.id}:e1"
    expected = {
        "GLOBALEVENTID": str(hash_id(told, "Q43", "Q212", bits=63)),
        "SQLDATE": "20250303",
        "MonthYear": "202503",
        "Year": "2025",
        "FractionDate": "2025.1726",
        "Actor1Code": "TUR",
        "Actor1Name": "TURKEY",
        "Actor1CountryCode": "TUR",
        "Actor2Code": "UKR",
        "Actor2Name": "UKRAINE",
        "Actor2CountryCode": "UKR",
        "IsRootEvent": "1",
        "EventCode": "040",
        "EventBaseCode": "040",
        "EventRootCode": "04",
        "QuadClass": "1",
        "GoldsteinScale": "1",
        # Once in the leading text, and once in each place where the copy appeared.
        "NumMentions": "3",
        "NumSources": "3",
        "NumArticles": "3",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Ankara, Turkey",
        "ActionGeo_CountryCode": "TU",
        "ActionGeo_Lat": "39.9199",
        "ActionGeo_Long": "32.8543",
        "DATEADDED": "20261123063015",
        "SOURCEURL": "https://news.example.org/a",
    }
    assert {name: cell for name, cell in first.items() if cell} == expected
    assert (mirrored["Actor1Code"], mirrored["Actor2Code"]) == ("UKR", "TUR")
    assert mirrored["GLOBALEVENTID"] != first["GLOBALEVENTID"]
    assert 0 < int(first["GLOBALEVENTID"]) < 2**63


def test_one_source_with_two_targets_is_two_rows_dated_by_the_report(tmp_path: Path) -> None:
    table = _read(written("gdelt", tmp_path)[0], COLUMNS)
    accused = table[table["EventCode"] == "112"]
    assert list(accused["Actor1Code"]) == ["RUSGOV", "RUSGOV"]
    assert list(accused["Actor1Type1Code"]) == ["GOV", "GOV"]
    assert list(accused["Actor2Code"]) == ["TUR", "UKR"]
    assert set(accused["SQLDATE"]) == {"20250304"}
    assert set(accused["NumMentions"]) == {"6"}
    assert set(accused["AvgTone"]) == {""}


def test_hostile_values_stay_in_their_cells(tmp_path: Path) -> None:
    target, losses = written("gdelt", tmp_path)
    row = _read(target, COLUMNS).query("EventCode == '154'").iloc[0]
    assert row["Actor2Name"] == "=CMD|' /C CALC'!A0 \"QUOTED\""
    assert row["Actor1CountryCode"] == "KSV"
    assert row["ActionGeo_FullName"] == "Sea of Storms"
    assert (row["ActionGeo_Type"], row["ActionGeo_Lat"]) == ("", "1.5")
    assert row["SOURCEURL"].startswith("detente:")
    assert losses.count("values with tabs, line ends or control characters: a space instead") == 3
    assert losses.count("events of status denied: left out") == 1
    assert losses.count("events of the background: left out") == 1
    assert losses.count("conditions not held") == 2


def test_organisations_and_statuses_on_request(tmp_path: Path) -> None:
    chosen = frozenset({"actual", "promised", "denied"})
    table = _read(written("gdelt", tmp_path, statuses=chosen, background=True)[0], COLUMNS)
    aid = table[table["EventCode"] == "073"].iloc[0]
    assert (aid["Actor1Code"], aid["Actor1KnownGroupCode"], aid["Actor1Type1Code"]) == ("IGOUNO", "UNO", "IGO")
    assert aid["SQLDATE"] == "20190101"
    sanction = table[table["EventCode"] == "163"].iloc[0]
    assert (sanction["Actor1Code"], sanction["Actor1CountryCode"]) == ("IGOEUREEC", "EUR")
    assert sanction["SQLDATE"] == ""
    fight = table[table["EventRootCode"] == "19"].iloc[0]
    assert (fight["EventCode"], fight["Actor1Code"], fight["Actor1Name"]) == ("190", "", "A DELEGATION")
    assert set(table["QuadClass"]) == {"1", "2", "3", "4"}


def test_event_without_code_or_actor_is_counted_not_invented(tmp_path: Path) -> None:
    words = span(TEXT, "met")
    item = filed(record(events=(event("e1", "CONSULT", words), event("e2", "CONSULT", words, cameo="04"))))
    target, losses = written("gdelt", tmp_path, [item])
    assert target.read_bytes() == b""
    assert losses.count("events without a CAMEO code: left out") == 1
    assert losses.count("events without any known actor: left out") == 1


def test_copy_that_comes_first_does_not_change_the_event(tmp_path: Path) -> None:
    first = leading()
    forwards = _read(written("gdelt", tmp_path, [first, copy_of(first)])[0], COLUMNS)
    backwards = _read(written("gdelt", tmp_path, [copy_of(first), first])[0], COLUMNS)
    pd.testing.assert_frame_equal(forwards, backwards)


def test_mentions_point_at_our_text(tmp_path: Path) -> None:
    mentions = _read(written("gdelt-mentions", tmp_path)[0], MENTION_COLUMNS)
    texts = {item.record.article.id: item.record.article.text for item in archive()}
    by_address = {"https://news.example.org/a": TEXT} | {f"detente:{number}": text for number, text in texts.items()}
    by_address["https://www.daily.example.com/b"] = copy_of(leading()).record.article.text
    events = _read(written("gdelt", tmp_path)[0], COLUMNS)
    assert set(mentions["GLOBALEVENTID"]) == set(events["GLOBALEVENTID"])
    counted = mentions.groupby("GLOBALEVENTID").size().to_dict()
    assert counted == {row["GLOBALEVENTID"]: int(row["NumMentions"]) for _, row in events.iterrows()}
    names = events.set_index("GLOBALEVENTID")["Actor1Name"]
    for _, row in mentions.iterrows():
        text = by_address[row["MentionIdentifier"]]
        assert int(row["MentionDocLen"]) == len(text)
        trigger = text[int(row["ActionCharOffset"]) :]
        assert trigger.startswith(("met", "accused", "a charge", "did")), trigger[:20]
        if names[row["GLOBALEVENTID"]] == "TURKEY":
            assert text[int(row["Actor1CharOffset"]) :].startswith("Turkey")
            assert row["Confidence"] == "87"
        assert row["MentionType"] == ("1" if row["MentionIdentifier"].startswith("https:") else "2")
        assert (row["SentenceID"], row["InRawText"], row["MentionDocTone"]) == ("", "1", "")


@pytest.mark.parametrize(("published", "expected"), [("2025-12-31T10:00", "20251231"), ("last week", "")])
def test_day_of_the_report_is_used_only_if_it_is_one(tmp_path: Path, published: str, expected: str) -> None:
    item = leading().record
    changed = filed(
        record(published=published, actors=item.actors, statements=item.statements, events=item.events[1:2])
    )
    table = _read(written("gdelt", tmp_path, [changed])[0], COLUMNS)
    assert set(table["SQLDATE"]) == {expected}
