"""A file that is one article: text or HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.sources.collection import Item
from detente.sources.contract import Payload
from detente.sources.lengths import tell_length
from detente.sources.registry import read_payload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.sources.collection import Intake
    from detente.sources.inputs import InputFile


class DocumentFile:
    """One article in a file; whatever is no other kind."""

    name = "document"
    suffixes = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".docx", ".rtf")

    def recognises(self, file: InputFile) -> bool:  # noqa: ARG002 - the signature of a collection
        """Take everything: this kind is tried last."""
        return True

    def iter_items(self, file: InputFile, intake: Intake) -> Iterator[Item]:
        """Yield the article.

        Raises:
            SourceError: It is no text, or too large.
            EmptyTextError: There is no article in it.
        """
        data = file.read(file.limits.max_bytes)
        found = read_payload(Payload(data, file.origin))
        tell_length(found.text, file.origin, intake)
        yield Item(file.origin, found, None)

    def count_items(self, file: InputFile) -> int | None:  # noqa: ARG002 - the signature of a collection
        """Return 1."""
        return 1
