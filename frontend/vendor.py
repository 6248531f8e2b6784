"""Make the front-end files that ship in the package, and write down what they are made of.

    make vendor        # needs node and npm; run only when a version in frontend/package.json changes

It bundles `charts.js` with esbuild, copies the outline of the world's land, and writes beside them
`vendor.lock.json` (for each file its sha256, its size and the packages in it) and `LICENSES.txt` (the texts of their
licences). A test recomputes the hashes, so that nobody edits a vendored file by hand.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
OUT = HERE.parent / "src" / "detente" / "views" / "web" / "static" / "vendor"

#: Files that are copied as they are: name here, package, path inside the package.
COPIED = (("land-110m.json", "world-atlas", "land-110m.json"),)
BUNDLE = "charts.js"

_IN_PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")
_LICENCE_FILES = ("LICENSE", "LICENSE.md", "LICENCE", "license", "LICENSE.txt")

#: Public-domain dedication of the map data, which the package itself does not spell out.
_NATURAL_EARTH = "Land: Natural Earth (public domain), by way of world-atlas."


def bundle() -> list[str]:
    """Bundle charts.js and return the names of the packages whose code is in it, sorted."""
    meta = HERE / "node_modules" / ".charts.meta.json"
    command = [
        "npx", "esbuild", BUNDLE, "--bundle", "--minify", "--format=esm", "--legal-comments=none",
        "--log-level=warning", f"--outfile={OUT / BUNDLE}", f"--metafile={meta}",
    ]  # fmt: skip
    subprocess.run(command, cwd=HERE, check=True)
    inputs = json.loads(meta.read_text(encoding="utf-8"))["outputs"]
    used = next(iter(inputs.values()))["inputs"]
    found = (_IN_PACKAGE.search(name) for name, part in used.items() if part["bytesInOutput"])
    return sorted({match[1] for match in found if match})


def describe(package: str) -> dict[str, str]:
    """Return name, version and licence of an installed package."""
    card = json.loads((PACKAGES / package / "package.json").read_text(encoding="utf-8"))
    return {"name": card["name"], "version": card["version"], "licence": card["license"]}


def licence_text(package: str) -> str:
    """Return the text of a package's licence, or a line that names it where the package holds no text."""
    for name in _LICENCE_FILES:
        path = PACKAGES / package / name
        if path.is_file():
            return path.read_text(encoding="utf-8").strip()
    return f"Licence: {describe(package)['licence']} (the package holds no text of it)"


def main() -> None:
    """Install the pinned packages, make the files, and write lock and licences."""
    subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True)
    OUT.mkdir(parents=True, exist_ok=True)
    made = {BUNDLE: bundle()}
    for name, package, path in COPIED:
        shutil.copyfile(PACKAGES / package / path, OUT / name)
        made[name] = [package]
    lock = {}
    for name, packages in sorted(made.items()):
        data = (OUT / name).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        lock[name] = {"sha256": digest, "bytes": len(data), "packages": [describe(package) for package in packages]}
    (OUT / "vendor.lock.json").write_text(json.dumps(lock, indent=1) + "\n", encoding="utf-8")
    names = sorted({package for packages in made.values() for package in packages})
    texts = [f"{describe(name)['name']} {describe(name)['version']}\n\n{licence_text(name)}\n" for name in names]
    page = ("\n" + "-" * 80 + "\n").join([*texts, _NATURAL_EARTH + "\n"])
    (OUT / "LICENSES.txt").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
