"""The bill of materials that stands in the wheel (PEP 770), as CycloneDX 1.6: `python -m release.sbom` prints it.

It lists the Python packages as requirements/run.lock pins them, the JavaScript that the page ships, and every model and
table file with its sha256. The same tree gives the same bytes: no clock, and a serial number made from the content.
Only what is in the tree is read, so that it can be made while a wheel is built in an empty environment.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
VENDORED: Final = Path("src/detente/views/web/static/vendor/vendor.lock.json")
#: Files whose content decides what is read.
DATA: Final = ("*.onnx", "*.npz", "*.tsv", "*.toml", "*.gz", "vocabulary.txt", "decoding.json")

_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^ ;\\]+)(?: ; ([^\\]+?))?\s*\\?$", re.MULTILINE)


def make_sbom(root: Path = ROOT) -> str:
    """Return the bill of materials as JSON.

    Args:
        root: The tree of the project.
    """
    version = _version(root)
    components = [*_packages(root), *_scripts(root), *_data(root)]
    bill: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": f"pkg:pypi/detente@{version}",
                "name": "detente",
                "version": version,
                "purl": f"pkg:pypi/detente@{version}",
                "licenses": [{"expression": "Apache-2.0"}],
            }
        },
        "components": components,
        "dependencies": [
            {
                "ref": f"pkg:pypi/detente@{version}",
                "dependsOn": [one["bom-ref"] for one in components if one["type"] == "library"],
            }
        ],
    }
    digest = hashlib.sha256(json.dumps(bill, sort_keys=True).encode()).hexdigest()
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"detente:{digest}")
    return json.dumps({**bill, "serialNumber": f"urn:uuid:{serial}"}, indent=1, ensure_ascii=False) + "\n"


def _version(root: Path) -> str:
    text = (root / "src/detente/version.py").read_text(encoding="utf-8")
    return re.search(r'__version__ = "([^"]+)"', text)[1]  # type: ignore[index]


def _packages(root: Path) -> list[dict[str, Any]]:
    rows = (root / "release/licences.tsv").read_text(encoding="utf-8").splitlines()
    licences = dict(row.split("\t")[:2] for row in rows if not row.startswith("#"))
    found = []
    for name, version, marker in _PINNED.findall((root / "requirements/run.lock").read_text(encoding="utf-8")):
        purl = f"pkg:pypi/{name.lower()}@{version}"
        one = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
        if licences.get(name.lower()):
            one["licenses"] = [{"expression": licences[name.lower()]}]
        if marker:
            one["properties"] = [{"name": "detente:only-if", "value": marker}]
        found.append(one)
    return found


def _scripts(root: Path) -> list[dict[str, Any]]:
    lock: dict[str, Any] = json.loads((root / VENDORED).read_text(encoding="utf-8"))
    found = {}
    for name, file in lock.items():
        for package in file["packages"]:
            purl = f"pkg:npm/{package['name'].replace('@', '%40')}@{package['version']}"
            found[purl] = {
                "type": "library",
                "bom-ref": purl,
                "name": package["name"],
                "version": package["version"],
                "purl": purl,
                "licenses": [_licence(package["licence"])],
                "properties": [{"name": "detente:in", "value": f"{VENDORED.parent.as_posix()}/{name}"}],
            }
    return [found[purl] for purl in sorted(found)]


def _licence(written: str) -> dict[str, Any]:
    """Return a licence as SPDX expression, or by name where it is a sentence."""
    return {"expression": written} if re.fullmatch(r"[\w.-]+", written) else {"license": {"name": written}}


def _data(root: Path) -> list[dict[str, Any]]:
    source = root / "src"
    files = sorted({path for pattern in DATA for path in (source / "detente").rglob(pattern)})
    return [
        {
            "type": "machine-learning-model" if path.suffix in {".onnx", ".npz"} else "data",
            "bom-ref": path.relative_to(source).as_posix(),
            "name": path.relative_to(source).as_posix(),
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        }
        for path in files
    ]


if __name__ == "__main__":
    sys.stdout.write(make_sbom())
