"""The bill of materials, and the licences of what comes with Détente."""

from __future__ import annotations

import hashlib
import json
import re
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest
from release import licences
from release.sbom import ROOT, make_sbom

if TYPE_CHECKING:
    pass


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(make_sbom())
    return made


def test_every_pinned_package_is_in_it_with_its_licence(bill: dict[str, Any]) -> None:
    pinned = re.findall(r"^([\w.-]+==[^ ;\\]+)", (ROOT / "requirements/run.lock").read_text(), re.MULTILINE)
    listed = {one["purl"]: one for one in bill["components"] if one.get("purl", "").startswith("pkg:pypi/")}
    assert {f"pkg:pypi/{line.lower().replace('==', '@')}" for line in pinned} == listed.keys()
    assert [name for name, one in listed.items() if "licenses" not in one] == []


def test_models_and_tables_stand_in_it_with_their_digest(bill: dict[str, Any]) -> None:
    files = [one for one in bill["components"] if "hashes" in one]
    assert any(one["name"].endswith("attribution/model/network.onnx") for one in files)
    assert any(one["name"].endswith("knowledge/data/roles.tsv") for one in files)
    for one in files:
        content = (ROOT / "src" / one["name"]).read_bytes()
        assert one["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]


def test_the_scripts_of_the_page_stand_in_it(bill: dict[str, Any]) -> None:
    assert any(one["name"] == "@observablehq/plot" for one in bill["components"])


def test_references_are_unique_and_all_are_defined(bill: dict[str, Any]) -> None:
    names = [one["bom-ref"] for one in bill["components"]]
    assert len(set(names)) == len(names)
    assert set(bill["dependencies"][0]["dependsOn"]) <= set(names)


def test_no_licence_binds_those_who_pass_detente_on() -> None:
    assert {name: said for name, said in licences.read_table().items() if not licences.is_allowed(said)} == {}


def test_the_table_of_licences_says_what_the_packages_say() -> None:
    there = {}
    for name in licences.pulled_in():
        try:
            there[name] = licences.licence_of(name)
        except metadata.PackageNotFoundError:
            continue
    assert len(there) > 60
    table = licences.read_table()
    assert {name: (said, table.get(name)) for name, said in there.items() if table.get(name) != said} == {}, (
        "run: python -m release.licences --update"
    )


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("MIT AND GPL-2.0-only", False),
        ("Apache-2.0 AND CNRI-Python", True),
        ("", False),
    ],
)
def test_of_several_licences_one_choice_must_be_free(expression: str, *, allowed: bool) -> None:
    assert licences.is_allowed(expression) is allowed
