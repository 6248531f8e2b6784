"""Event files of other data sets: well-formed, drifting, broken, large."""

from __future__ import annotations

import csv
import gzip
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest

from detente.archive.exchange import dyads_table, read_events
from detente.archive.exchange.event_files.imported import MAX_LINE
from detente.errors import SourceError, UsageError
from tests.unit.archive.exchange.formats.test_icews_polecat_plover import ICEWS, POLECAT
from tests.unit.archive.exchange.samples import archive, leading, written


def gdelt_row(**cells: str) -> list[str]:
    """Return a GDELT 2.0 row; `cells` by position ("c26")."""
    row = [""] * 61
    row[0], row[1], row[26], row[29] = "410412347", "20150218", "042", "1"
    row[30], row[31], row[60] = "1.9", "10", "https://example.org/x"
    row[5:8] = ["RUSGOV", "RUSSIAN", "RUS"]
    row[12] = "GOV"
    row[15:18] = ["ROM", "BUCHAREST", "ROM"]
    row[51:58] = ["", "Kyiv, Kyyiv, Misto, Ukraine", "UP", "UP12", "", "50.4333", "30.5167"]
    for name, value in cells.items():
        row[int(name[1:])] = value
    return row


def _icews_row(**cells: str) -> list[str]:
    values = dict(zip(ICEWS, (
        "32889836", "2018-06-01", "Foreign Affairs (Norland)", "Executive,Foreign Ministry,Government",
        "Russian Federation", "Consult", "040", "1", "Farmers (Sudra)", "NA", "Cote d'Ivoire", "47400351", "2",
        "Meridian Agency", "NA", "NA", "Land Berlin", "Germany", "52.52", "13.4",
    ), strict=True))  # fmt: skip
    values |= {name.replace("_", " "): value for name, value in cells.items()}
    return [values[name] for name in ICEWS]


def _polecat_row(**cells: str) -> list[str]:
    values = dict.fromkeys(POLECAT, "None") | {
        "Event ID": "20230105-1-CONSULT", "Event Date": "2023-01-05", "Event Type": "CONSULT", "Event Mode": "visit",
        "Intensity": "2.5", "Quad Code": "VERBAL COOPERATION", "Actor Name": "Ada Kaya", "Actor Country": "TUR",
        "Primary Actor Sector": "GOV", "Actor Sectors": "GOV; ELI", "Recipient Name": "Norland; Sudra",
        "Recipient Country": "RUS; FRA", "Country": "Turkey", "Latitude": "39.9", "Longitude": "32.8",
        "Source": "Meridian", "Publication Date": "2023-01-06",
    }  # fmt: skip
    values |= {name.replace("_", " "): value for name, value in cells.items()}
    return [values[name] for name in POLECAT]


def write_rows(path: Path, *rows: list[str], end: str = "\n", encoding: str = "utf-8") -> Path:
    path.write_bytes("".join("\t".join(row) + end for row in rows).encode(encoding))
    return path


def test_gdelt_2_row_in_our_columns(tmp_path: Path) -> None:
    events = read_events(write_rows(tmp_path / "x.export.CSV", gdelt_row()))
    assert events.kind == "gdelt"
    assert events.table().to_pylist() == [
        {
            "event": "gdelt:410412347", "told": "gdelt:410412347", "date": date(2015, 2, 18), "type": "CONSULT",
            "mode": "visit", "cameo": "042", "quad": 1, "intensity": 1.9, "status": "actual", "background": False,
            "source": "RUSSIAN", "source_id": "gdelt:RUSGOV|RUSSIAN", "source_country": "RUS", "source_sector": "GOV",
            "target": "BUCHAREST", "target_id": "gdelt:ROM|BUCHAREST", "target_country": "ROU", "target_sector": None,
            "place": "Kyiv, Kyyiv, Misto, Ukraine", "place_country": "UKR", "latitude": 50.4333, "longitude": 30.5167,
            "publisher": None, "url": "https://example.org/x", "mentions": 10, "line": 1, "review": None, "leads": True,
            "confidence": None, "source_confidence": None, "target_confidence": None,
        }
    ]  # fmt: skip
    assert events.malformed.count == 0


def test_gdelt_1_rows_of_58_and_57_columns(tmp_path: Path) -> None:
    row = gdelt_row()
    # 1.0 has no ADM2 codes: one column less for each of the three places.
    shorter = [cell for i, cell in enumerate(row) if i not in {39, 47, 55}]
    first, second = read_events(write_rows(tmp_path / "x", shorter, shorter[:-1])).table().to_pylist()
    assert (first["latitude"], first["url"]) == (50.4333, "https://example.org/x")
    assert (second["place_country"], second["url"]) == ("UKR", None)


def test_gdelt_row_without_a_day_is_no_header(tmp_path: Path) -> None:
    """Our own export of an article without a date begins so."""
    events = read_events(write_rows(tmp_path / "x", gdelt_row(c1=""), gdelt_row()))
    assert events.kind == "gdelt"
    assert events.table().num_rows == 1
    assert set(events.malformed.reasons) == {"no date"}


def test_gdelt_code_that_plover_has_dropped_keeps_its_quad(tmp_path: Path) -> None:
    row = read_events(write_rows(tmp_path / "x", gdelt_row(c26="010"))).table().to_pylist()[0]
    assert (row["cameo"], row["type"], row["quad"]) == ("010", None, 1)


def test_gdelt_organisation_has_the_country_igo(tmp_path: Path) -> None:
    row = read_events(write_rows(tmp_path / "x", gdelt_row(c5="IGOUNO", c7="", c12="IGO"))).table().to_pylist()[0]
    assert (row["source_country"], row["source_sector"]) == ("IGO", "IGO")


def test_icews_row_in_our_columns(tmp_path: Path) -> None:
    events = read_events(write_rows(tmp_path / "x.tab", ICEWS, _icews_row(), end="\r\n"))
    assert events.kind == "icews"
    assert events.table().to_pylist() == [
        {
            "event": "icews:32889836:2018-06-01", "told": "icews:32889836:2018-06-01", "date": date(2018, 6, 1),
            "type": "CONSULT", "mode": None, "cameo": "040", "quad": 1, "intensity": 1.0, "status": "actual",
            "background": False, "source": "Foreign Affairs (Norland)",
            "source_id": "icews:Foreign Affairs (Norland)|RUS", "source_country": "RUS", "source_sector": "GOV",
            "target": "Farmers (Sudra)", "target_id": "icews:Farmers (Sudra)|CIV", "target_country": "CIV",
            "target_sector": None, "place": "Land Berlin", "place_country": "DEU", "latitude": 52.52, "longitude": 13.4,
            "publisher": "Meridian Agency", "url": None, "mentions": None, "line": 2, "review": None, "leads": True,
            "confidence": None, "source_confidence": None, "target_confidence": None,
        }
    ]  # fmt: skip


def test_icews_ids_that_stand_twice_are_two_events_and_dates_may_be_american(tmp_path: Path) -> None:
    rows = (_icews_row(), _icews_row(Event_Date="6/12/2018"))
    table = read_events(write_rows(tmp_path / "x", ICEWS, *rows)).table()
    assert table["event"].to_pylist() == ["icews:32889836:2018-06-01", "icews:32889836:2018-06-12"]


def test_icews_as_its_r_package_stores_it(tmp_path: Path) -> None:
    header = [name.lower().replace(" ", "_") for name in ICEWS] + ["year", "yearmonth", "source_file"]
    table = read_events(write_rows(tmp_path / "x", header, [*_icews_row(), "2018", "201806", "a.tab"])).table()
    assert table["target_country"].to_pylist() == ["CIV"]


def test_polecat_lists_become_pairs(tmp_path: Path) -> None:
    rows = read_events(write_rows(tmp_path / "x.txt", POLECAT, _polecat_row())).table().to_pylist()
    assert [(r["source"], r["target"], r["target_country"]) for r in rows] == [
        ("Ada Kaya", "Norland", "RUS"),
        ("Ada Kaya", "Sudra", "FRA"),
    ]
    assert {r["event"] for r in rows} == {"polecat:20230105-1-CONSULT"}
    assert (rows[0]["source_sector"], rows[0]["intensity"], rows[0]["place_country"]) == ("GOV", 2.5, "TUR")
    assert (rows[0]["cameo"], rows[0]["quad"], rows[0]["date"]) == (None, 1, date(2023, 1, 5))


def test_polecat_side_of_several_countries_or_nobody_is_not_guessed(tmp_path: Path) -> None:
    row = _polecat_row(Actor_Country="TUR; FRA", Recipient_Name="None", Recipient_Country="None")
    only = read_events(write_rows(tmp_path / "x", POLECAT, row)).table().to_pylist()[0]
    assert (only["source_country"], only["target"], only["target_id"]) == (None, None, None)


def test_polecat_intensity_under_either_name(tmp_path: Path) -> None:
    header = ["Event Intensity" if name == "Intensity" else name for name in POLECAT]
    assert read_events(write_rows(tmp_path / "x", header, _polecat_row())).table()["intensity"].to_pylist() == [2.5] * 2


@pytest.mark.parametrize("place", [0, 7, 40])
def test_polecat_header_may_name_columns_that_rows_lack_or_have(tmp_path: Path, place: int) -> None:
    surplus = ["Headline", "Event Text", "Feed", "Story ID"]
    header = [*POLECAT[:place], *surplus, *POLECAT[place:]]
    row = _polecat_row()
    rows = (
        row,
        [*row, "", "", "", ""],
        [*row[:place], "a headline", "a text", "a feed", "7", *row[place:]],
    )
    events = read_events(write_rows(tmp_path / "x", header, *rows))
    assert events.table()["target_country"].to_pylist() == ["RUS", "FRA"] * 3
    assert events.malformed.count == 0


def test_polecat_trailing_empty_columns_and_quotes(tmp_path: Path) -> None:
    row = [*_polecat_row(Actor_Name='"Ada ""the Rock"" Kaya"'), "", ""]
    table = read_events(write_rows(tmp_path / "x", POLECAT, row)).table()
    assert table["source"].to_pylist() == ['Ada "the Rock" Kaya'] * 2


@pytest.mark.parametrize(
    ("names", "row"), [(POLECAT, _polecat_row(Actor_Name="Kaya, Ada")), (ICEWS, _icews_row(Source_Name="Kaya, Ada"))]
)
def test_polecat_and_icews_with_commas_as_clients_write_them(tmp_path: Path, names: list[str], row: list[str]) -> None:
    tabs = read_events(write_rows(tmp_path / "tabs", names, row)).table()
    path = tmp_path / "commas.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([names, row])
    assert read_events(path).table().equals(tabs)
    assert set(tabs["source"].to_pylist()) == {"Kaya, Ada"}


def test_bytes_that_are_no_utf8_are_latin_1(tmp_path: Path) -> None:
    row = _polecat_row(Actor_Name="Péter Szél")
    latin = write_rows(tmp_path / "x", POLECAT, row, encoding="iso-8859-1")
    assert set(read_events(latin).table()["source"].to_pylist()) == {"Péter Szél"}
    marked = write_rows(tmp_path / "y", POLECAT, row, encoding="utf-8-sig")
    assert read_events(marked).kind == "polecat"


BAD_GDELT = [
    (["a", "b"], "not 61, 58 or 57 columns"),
    (gdelt_row(c0="12x"), "the event's number is no whole number"),
    (gdelt_row(c0=""), "the event has no number"),
    (gdelt_row(c0=str(2**63)), "the event's number is no whole number"),
    (gdelt_row(c1="20150231"), "no date"),
    (gdelt_row(c1=""), "no date"),
    (gdelt_row(c26="42"), "no CAMEO code (was it read as a number?)"),
    (gdelt_row(c30="warm"), "the intensity is no number"),
    (gdelt_row(c30="nan"), "the intensity is out of range"),
    (gdelt_row(c56="95"), "the latitude is out of range"),
    (gdelt_row(c57="-1e9"), "the longitude is out of range"),
    (gdelt_row(c31="-1"), "the number of mentions is no whole number"),
]


@pytest.mark.parametrize(("row", "reason"), BAD_GDELT)
def test_malformed_gdelt_row_is_counted_with_line_and_reason(tmp_path: Path, row: list[str], reason: str) -> None:
    events = read_events(write_rows(tmp_path / "x", gdelt_row(), row, gdelt_row(c0="5")))
    assert events.table()["event"].to_pylist() == ["gdelt:410412347", "gdelt:5"]
    assert dict(events.malformed.reasons) == {reason: 1}
    example = events.malformed.examples[0]
    assert (example.line, example.text) == (2, "\t".join(row)[:200])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (_icews_row()[:-2], "not 20 columns"),
        ([*_icews_row(), "surplus"], "not 20 columns"),
        (_icews_row(Event_Date="13/1/2018"), "no date"),
        (_icews_row(CAMEO_Code="40", Event_Text="Sing"), "no CAMEO code (was it read as a number?)"),
        (_icews_row(CAMEO_Code="NA", Event_Text="Sing"), "no CAMEO code, and none for the event's text"),
        (_icews_row(Latitude="north"), "the latitude is no number"),
        (_icews_row(Event_ID="NA"), "the event has no number"),
    ],
)
def test_malformed_icews_row(tmp_path: Path, row: list[str], reason: str) -> None:
    events = read_events(write_rows(tmp_path / "x", ICEWS, row, _icews_row()))
    assert events.table()["line"].to_pylist() == [3]
    assert dict(events.malformed.reasons) == {reason: 1}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (_polecat_row()[1:], "not 40 columns"),
        (_polecat_row(Event_Type="DEMAND"), "no PLOVER type"),
        (_polecat_row(Quad_Code="WAR"), "no quad class"),
        (_polecat_row(Intensity="11"), "the intensity is out of range"),
        (_polecat_row(Event_ID="None"), "the event has no number"),
    ],
)
def test_malformed_polecat_row(tmp_path: Path, row: list[str], reason: str) -> None:
    events = read_events(write_rows(tmp_path / "x", POLECAT, row))
    assert events.table().num_rows == 0
    assert dict(events.malformed.reasons) == {reason: 1}


def test_account_starts_anew_and_its_examples_are_bounded(tmp_path: Path) -> None:
    events = read_events(write_rows(tmp_path / "x", gdelt_row(), *([["x" * 500]] * 50)))
    for _ in range(2):
        assert events.table().num_rows == 1
        assert events.malformed.count == 50
        assert len(events.malformed.examples) == 20
        assert max(len(row.text) for row in events.malformed.examples) == 200


def test_endless_line_is_skipped_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x"
    good = "\t".join(gdelt_row()).encode()
    path.write_bytes(good + b"\n" + b"y" * (3 * MAX_LINE) + b"\n" + good + b"\n")
    events = read_events(path)
    assert events.table()["line"].to_pylist() == [1, 3]
    assert dict(events.malformed.reasons) == {"the line is too long": 1}


def test_packed_files_are_read_and_several_in_one_refused(tmp_path: Path) -> None:
    plain = write_rows(tmp_path / "x.export.CSV", gdelt_row())
    packed = tmp_path / "x.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    bundle = tmp_path / "x.zip"
    with zipfile.ZipFile(bundle, "w") as archived:
        archived.write(plain, "x.export.CSV")
    assert read_events(packed).table().equals(read_events(plain).table())
    assert read_events(bundle).table().equals(read_events(plain).table())
    with zipfile.ZipFile(bundle, "a") as archived:
        archived.writestr("y.CSV", b"")
    with pytest.raises(UsageError, match="2 files"):
        read_events(bundle)
    packed.write_bytes(packed.read_bytes()[:-12])
    with pytest.raises(SourceError, match="cannot be read"):
        list(read_events(packed, "gdelt").batches())


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_packed_file_that_is_damaged_inside_is_refused_with_a_hint(kind: str, tmp_path: Path) -> None:
    rows = "".join("\t".join(gdelt_row(c0=str(number), c31=str(number**2))) + "\n" for number in range(3000)).encode()
    path = tmp_path / f"x.{kind}"
    if kind == "gz":
        path.write_bytes(gzip.compress(rows))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archived:
            archived.writestr("x.export.CSV", rows)
    data = bytearray(path.read_bytes())
    data[300:340] = b"\xff" * 40
    path.write_bytes(data)
    with pytest.raises(SourceError, match="cannot be read") as error:
        list(read_events(path, "gdelt").batches())
    assert isinstance(error.value.__cause__, zlib.error)
    assert "complete" in (error.value.hint or "")


def test_what_is_no_event_file_is_refused_with_a_hint(tmp_path: Path) -> None:
    other = write_rows(tmp_path / "x", ["a", "b"])
    with pytest.raises(UsageError, match="no event file") as error:
        read_events(other)
    assert "gdelt, icews or polecat" in (error.value.hint or "")
    with pytest.raises(UsageError, match="no kind"):
        read_events(other, "acled")
    with pytest.raises(UsageError, match="lacks Event ID"):
        read_events(other, "polecat").table()
    with pytest.raises(UsageError, match="no file"):
        read_events(tmp_path / "missing")
    other.write_bytes(b"")
    with pytest.raises(SourceError, match="empty"):
        read_events(other)


def test_gdelt_with_its_names_over_the_rows(tmp_path: Path) -> None:
    header = [f"c{i}" for i in range(61)]
    for place, name in {0: "GLOBALEVENTID", 1: "SQLDATE", 26: "EventCode", 30: "GoldsteinScale"}.items():
        header[place] = name
    assert read_events(write_rows(tmp_path / "x", header, gdelt_row())).table()["line"].to_pylist() == [2]


_NAMES = (
    "GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1Type1Code", "Actor2Code",
    "Actor2Name", "Actor2CountryCode", "EventCode", "EventRootCode", "GoldsteinScale", "NumMentions",
    "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long", "SOURCEURL",
)  # fmt: skip
_CELLS = (
    "410412347", "20150218", "RUSGOV", "RUSSIAN", "RUS", "GOV", "ROM", "BUCHAREST", "ROM", "042", "04", "1.9", "10",
    "Kyiv, Kyyiv, Misto, Ukraine", "UP", "50.4", "30.5", "https://example.org/x",
)  # fmt: skip


def _write_csv(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def test_gdelt_with_commas_and_its_names_in_any_order_and_number(tmp_path: Path) -> None:
    events = read_events(_write_csv(tmp_path / "a.csv", ("", *reversed(_NAMES)), ("0", *reversed(_CELLS))))
    assert events.kind == "gdelt"
    (row,) = events.table().to_pylist()
    assert (row["event"], row["date"], row["cameo"], row["type"]) == (
        "gdelt:410412347", date(2015, 2, 18), "042", "CONSULT",
    )  # fmt: skip
    assert (row["source"], row["source_country"], row["source_sector"]) == ("RUSSIAN", "RUS", "GOV")
    assert (row["target"], row["target_country"]) == ("BUCHAREST", "ROU")
    assert (row["place"], row["latitude"], row["url"]) == (_CELLS[13], 50.4, "https://example.org/x")
    assert events.malformed.count == 0


@pytest.mark.parametrize(("read", "root", "code"), [("42", "4", "042"), ("10", "1", "010"), ("10", "10", "10")])
def test_gdelt_code_that_was_read_as_a_number(tmp_path: Path, read: str, root: str, code: str) -> None:
    cells = list(_CELLS)
    cells[9:11] = [read, root]
    (row,) = read_events(_write_csv(tmp_path / "a.csv", _NAMES, tuple(cells))).table().to_pylist()
    assert row["cameo"] == code


def test_gdelt_row_with_a_mark_that_never_closes_is_malformed(tmp_path: Path) -> None:
    path = _write_csv(tmp_path / "a.csv", _NAMES, _CELLS)
    with path.open("a") as stream:
        stream.write('1,"20150218\n')
    events = read_events(path)
    assert events.table().num_rows == 1
    assert events.malformed.reasons == {"a cell does not end, or is too long": 1}


def test_icews_without_codes_has_those_of_its_texts(tmp_path: Path) -> None:
    place = ICEWS.index("CAMEO Code")
    rows = [_icews_row(), _icews_row(Event_ID="2", Event_Text="Make a visit"), _icews_row(Event_Text="Sing")]
    path = write_rows(tmp_path / "a.tab", *([*row[:place], *row[place + 1 :]] for row in ([*ICEWS], *rows)))
    events = read_events(path)
    assert events.kind == "icews"
    assert [row["cameo"] for row in events.table().to_pylist()] == ["040", "042"]
    assert events.malformed.reasons == {"no CAMEO code, and none for the event's text": 1}


def test_icews_code_that_was_read_as_a_number_is_that_of_the_text(tmp_path: Path) -> None:
    row = _icews_row(CAMEO_Code="10", Event_Text="Make statement")
    assert read_events(write_rows(tmp_path / "a.tab", [*ICEWS], row)).table()["cameo"].to_pylist() == ["010"]


@pytest.mark.parametrize("name", ["gdelt", "icews", "polecat"])
def test_our_own_files_read_back_as_our_own_dyads(name: str, tmp_path: Path) -> None:
    target, _ = written(name, tmp_path, [leading()])
    back = read_events(target)
    assert back.kind == name
    rows = back.table().to_pylist()
    assert back.malformed.count == 0
    own = [r for r in dyads_table([leading()]).to_pylist() if r["status"] == "actual" and not r["background"]]
    if name == "polecat":
        # Sides that act as equals are one list there.
        own = [r for r in own if r["type"] != "CONSULT"]
        rows = [r for r in rows if r["type"] != "CONSULT"]
    else:
        own = [r for r in own if r["cameo"] is not None]
    keys = ["date", "type", "quad", "intensity", "source_country", "target_country", "place_country", "latitude"]
    assert [[r[key] for key in keys] for r in rows] == [[r[key] for key in keys] for r in own]


def test_hostile_export_reads_back_without_malformed_rows(tmp_path: Path) -> None:
    for name in ("gdelt", "icews", "polecat"):
        (tmp_path / name).mkdir()
        back = read_events(written(name, tmp_path / name, archive())[0])
        assert back.table().num_rows > 0
        assert back.malformed.count == 0
