"""Puts the bill of materials into the wheel, at `detente-….dist-info/sboms/detente.cdx.json` (PEP 770)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SbomHook(BuildHookInterface[Any]):
    """Makes the bill of materials while a wheel is built; an editable install has none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the bill into a folder of its own and name it to the builder."""
        if self.target_name != "wheel" or version != "standard":
            return
        sys.path.insert(0, self.root)
        try:
            from release.sbom import make_sbom  # noqa: PLC0415 - found only now
        finally:
            sys.path.remove(self.root)
        self._folder = tempfile.TemporaryDirectory(prefix="detente-sbom-")
        bill = Path(self._folder.name) / "detente.cdx.json"
        bill.write_text(make_sbom(Path(self.root)), encoding="utf-8")
        build_data["sbom_files"].append(str(bill))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - the interface's
        """Take the folder away."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()
