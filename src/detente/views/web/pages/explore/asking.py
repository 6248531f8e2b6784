"""What the exploring pages' questions share: empty fields of a form are not asked, and a question is an address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, model_validator


class ExploreQuery(BaseModel):
    """A question to a page. Parameters that are not named are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, given: Any) -> Any:
        """Leave out fields that a form sends without a value."""
        return {name: value for name, value in given.items() if value != ""} if isinstance(given, dict) else given

    def address(self, path: str, **changed: Any) -> str:
        """Return the address of a page with this question; `changed` replaces parts of it, None takes them away."""
        asked = self.model_dump(mode="json", exclude_defaults=True) | changed
        return link(path, **asked)


def link(path: str, **asked: Any) -> str:
    """Return an address with parameters; what is None or "" is left out, and truth is written as `true`."""
    kept = {name: "true" if value is True else value for name, value in asked.items() if value not in {None, ""}}
    return f"{path}?{urlencode(kept)}" if kept else path
