"""What the exploring pages' questions share: empty fields of a form are not asked, and a question is an address."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, model_validator

from detente.runs.exploring.search import MOST_LISTED, ClaimQuestion


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


class ClaimListQuery(ExploreQuery):
    """What every list of claims can be asked."""

    q: str = Field("", max_length=500, description='Words of the article: words, "a phrase", -not.')
    actor: str = Field("", max_length=200, description="An actor on either side: a name, or a country (RUS).")
    publisher: str = Field("", max_length=200, description="Who published the article.")
    since: date | None = Field(None, description="On this day or later.")
    until: date | None = Field(None, description="On this day or earlier.")
    reviewed: Literal["any", "yes", "no"] = "any"
    min_confidence: float = Field(0.5, ge=0, le=1, description="What people have looked at is found always.")
    skip: int = Field(0, ge=0, le=MOST_LISTED, description="How many of the latest are left out.")

    def question(self, **more: Any) -> ClaimQuestion:
        """Return what is asked of the archive; `more` says what the page itself settles."""
        return ClaimQuestion(words=self.q, **self.model_dump(exclude={"q", "skip"}), **more)


#: What the parts of such a question are called where they are shown.
CLAIM_PARTS: Final = {
    "q": "words", "actor": "actor", "publisher": "published by", "since": "from", "until": "to", "reviewed": "reviewed",
    "min_confidence": "confidence from", "issue": "articles with positions on",
}  # fmt: skip


def link(path: str, **asked: Any) -> str:
    """Return an address with parameters; what is None or "" is left out, and truth is written as `true`."""
    kept = {name: "true" if value is True else value for name, value in asked.items() if value not in {None, ""}}
    return f"{path}?{urlencode(kept)}" if kept else path
