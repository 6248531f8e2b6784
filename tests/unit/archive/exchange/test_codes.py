"""The code tables: complete for our own, equal to the knowledge tables where they say the same, and used rightly."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import get_args

import pytest

from detente.archive.exchange.codes import (
    cameo_codes,
    cameo_quad,
    countries,
    foreign_sectors,
    full_cameo,
    iso3_of,
    organizations,
    quads,
    sector_words,
)
from detente.archive.exchange.parties import Party, cameo_actor, hash_id, identify, iter_dyads, party_of
from detente.knowledge.plover.lexicon import load_event_lexicon
from detente.records import EventType, Mention, Sector, Span
from tests.made_text import where as span
from tests.unit.archive.exchange.samples import TEXT, actor, event, leading, record

#: Territories without a code of FIPS 10-4, and what is no territory at all.
NO_FIPS = {"ALA", "ASC", "BES", "CRQ", "CYB", "DGA", "UMI"}


def _table(name: str) -> list[list[str]]:
    text = files("detente.knowledge").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_country_of_the_knowledge_tables_is_here_under_its_name() -> None:
    assert {row[0]: row[3] for row in _table("countries.tsv")} == {c.iso3: c.name for c in countries().values()}
    used = {row[4] for row in _table("places.tsv")} | {row[3] for row in _table("entities.tsv")} - {"IGO"}
    assert used - {""} - {"IGO"} <= set(countries())


def test_every_country_has_codes_of_the_right_form() -> None:
    for country in countries().values():
        assert len(country.cameo) == 3, country
        assert country.icews
        assert country.cow == "" or 2 <= int(country.cow) < 1000
        assert (country.fips == "") == (country.iso3 in NO_FIPS), country
        assert len(country.fips) in {0, 2}


def test_members_of_the_united_nations_have_a_correlates_of_war_number() -> None:
    members = {row[0] for row in _table("countries.tsv") if row[8] == "1"}
    assert len(members) > 190
    assert {iso3 for iso3 in members if not countries()[iso3].cow} == set()


def test_codes_lead_back_to_the_country() -> None:
    for data, field in (("cameo", "cameo"), ("fips", "fips"), ("icews", "icews")):
        for country in countries().values():
            code = getattr(country, field)
            if code and country.iso3 != "ZAR":
                assert iso3_of(data)[code] == country.iso3
    assert iso3_of("cameo")["ROM"] == "ROU"
    assert iso3_of("cameo")["COD"] == "COD"
    assert iso3_of("fips")["GZ"] == iso3_of("fips")["WE"] == "PSE"
    assert "" not in iso3_of("fips")


@pytest.mark.parametrize(
    ("iso3", "cameo", "fips", "cow"),
    [
        ("DEU", "DEU", "GM", "255"), ("GBR", "GBR", "UK", "200"), ("RUS", "RUS", "RS", "365"),
        ("ROU", "ROM", "RO", "360"), ("TLS", "TMP", "TT", "860"), ("CHN", "CHN", "CH", "710"),
        ("CHE", "CHE", "SZ", "225"), ("UKR", "UKR", "UP", "369"), ("SSD", "SSD", "OD", "626"),
        ("XKX", "KSV", "KV", "347"), ("PSE", "PSE", "WE", ""), ("ISR", "ISR", "IS", "666"),
    ],
)  # fmt: skip
def test_codes_that_trip_people(iso3: str, cameo: str, fips: str, cow: str) -> None:
    country = countries()[iso3]
    assert (country.cameo, country.fips, country.cow) == (cameo, fips, cow)


def test_cameo_table_says_what_the_reading_tables_say() -> None:
    known = load_event_lexicon().codes
    ours = {code: entry for code, entry in cameo_codes().items() if len(code) > 2}
    assert set(ours) == set(known)
    for code, entry in known.items():
        mine = ours[code]
        assert (mine.name, mine.type, mine.mode, mine.goldstein) == (
            entry.name,
            entry.type,
            entry.mode,
            entry.goldstein,
        )


def test_every_root_has_a_residual_code() -> None:
    roots = [code for code in cameo_codes() if len(code) == 2]
    assert len(roots) == 20
    assert all(full_cameo(root) in cameo_codes() for root in roots)
    assert full_cameo("190") == "190"


@pytest.mark.parametrize(
    ("code", "quad"),
    [("010", 1), ("057", 1), ("060", 2), ("08", 2), ("090", 3), ("138", 3), ("14", 4), ("20", 4)],
)
def test_quad_of_a_cameo_code_is_gdelts(code: str, quad: int) -> None:
    assert cameo_quad(code) == quad


def test_types_and_sectors_are_complete() -> None:
    assert set(quads()) == set(get_args(EventType))
    assert set(sector_words("cameo")) == set(sector_words("icews")) == set(get_args(Sector))
    for data in ("gdelt", "icews", "polecat"):
        assert set(foreign_sectors(data).values()) == set(get_args(Sector))
    assert list(foreign_sectors("icews")).index("Military") < list(foreign_sectors("icews")).index("Government")


def test_organisations_are_known_entities() -> None:
    entities = {row[0] for row in _table("entities.tsv")}
    assert set(organizations()) <= entities
    regions = {"EUR", "WST", "AFR", "WAF", "SAF", "EAF", "CFR", "MEA", "PGS", "SEA", "SAS", "ASA", "CAS"}
    assert {o.region for o in organizations().values()} <= regions | {c.cameo for c in countries().values()} | {""}
    assert all(len(o.known) == 3 and all(len(t) == 3 for t in o.types) for o in organizations().values())


@pytest.mark.parametrize(
    ("entity", "country", "sector", "code", "parts"),
    [
        ("Q43", "TUR", None, "TUR", ("TUR", "", "")),
        ("gov:RUS", "RUS", "GOV", "RUSGOV", ("RUS", "", "GOV")),
        ("x:nato", "IGO", "IGO", "IGOWSTNAT", ("WST", "NAT", "IGO")),
        ("x:who", "IGO", "IGO", "IGOUNOHLHWHO", ("", "WHO", "IGO UNO HLH")),
        ("x:un", "IGO", "IGO", "IGOUNO", ("", "UNO", "IGO UNO")),
        ("x:hamas", "PSE", "REB", "PSEREBHMS", ("PSE", "HMS", "REB")),
        ("Q57792", "IGO", "IGO", "IGO", ("", "", "IGO")),
        ("x:unifil", "IGO", "MIL", "IGOMIL", ("", "", "IGO MIL")),
        (None, None, None, "", ("", "", "")),
    ],
)
def test_cameo_actor(
    entity: str | None, country: str | None, sector: str | None, code: str, parts: tuple[str, str, str]
) -> None:
    found = cameo_actor(Party("id", "a1", entity, "name", "organization", country, sector, None, "words"))
    assert (found.code, found.country, found.known, " ".join(found.types).strip()) == (code, *parts)


def test_nobody_has_blank_codes() -> None:
    assert cameo_actor(None).code == ""


def test_identity_is_the_entity_else_the_name_else_the_place_in_the_text() -> None:
    item = leading().record
    ids = {a.name: identify(item, a) for a in item.actors}
    assert ids["Turkey"] == "Q43"
    assert ids["Ada Kaya"] == "name:Ada Kaya|TUR|person"
    assert ids["a delegation"] == f"text:{item.article.id[:16]}:a7"
    unmentioned = record(actors=(actor("a1", "Nobody", Span(0, 1), mentions=()),))
    assert party_of(unmentioned, "a1").words == "Nobody"
    described = actor("a1", "x", Span(0, 1), mentions=(Mention(0, 6, "metonym"),))
    assert party_of(record(actors=(described,)), "a1").words == "Ankara"


def test_dyads_are_all_pairs_and_an_actor_is_no_pair_with_itself() -> None:
    words = span(TEXT, "met")
    assert list(iter_dyads(event("e1", "CONSULT", words, sources=("a", "b", "c")))) == [
        ("a", "b"), ("a", "c"), ("b", "a"), ("b", "c"), ("c", "a"), ("c", "b"),
    ]  # fmt: skip
    assert list(iter_dyads(event("e1", "AID", words, sources=("a",), targets=("a", "b")))) == [("a", "b")]
    assert list(iter_dyads(event("e1", "AID", words, targets=("b",)))) == [(None, "b")]
    assert list(iter_dyads(event("e1", "AID", words, sources=("a",)))) == [("a", None)]
    assert list(iter_dyads(event("e1", "AID", words))) == [(None, None)]


def test_hash_is_of_the_parts_and_not_of_their_joint() -> None:
    assert hash_id("ab", "c", bits=63) != hash_id("a", "bc", bits=63)
    assert hash_id("ab", "c", bits=63) == hash_id("ab", "c", bits=63)
    assert all(hash_id(str(i), bits=53) < 2**53 for i in range(100))
