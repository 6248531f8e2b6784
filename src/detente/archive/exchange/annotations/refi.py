"""REFI-QDA: a project (.qdpx) or a codebook (.qdc) for MAXQDA, NVivo, ATLAS.ti, QualCoder and their like.

Codes are the kinds of claims with their types; each claim is a selection of text with a code, a note, and Détente as
its coder. The numbers that the standard asks for are made from the content: the same articles give the same
bytes.
"""

from __future__ import annotations

import re
import uuid
import zipfile
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from detente.archive.exchange.annotations.marks import iter_marks
from detente.archive.exchange.contract import Losses, Tally
from detente.archive.exchange.files import cut, xml_text
from detente.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from detente.archive.exchange.annotations.marks import ClaimMark
    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.filed import Filed

_PROJECT_SPACE: Final = "urn:QDA-XML:project:1.0"
_CODEBOOK_SPACE: Final = "urn:QDA-XML:codebook:1.0"
_USER: Final = "Détente"
#: Tools disagree on how to count them; replaced one for one, so that offsets stay.
_ODD = re.compile("[\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\U00010000-\U0010ffff]")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_NAME_CHARS: Final = 200


class RefiProject:
    """Writes projects."""

    name = "refi-qda"
    suffix = ".qdpx"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write texts, codes and coded selections; see `ExportFormat.write`."""
        tally = Tally(self.name)
        codes: dict[str, set[str]] = {}
        sources: list[str] = []
        created = f"{options.created:%Y-%m-%dT%H:%M:%SZ}"
        with replacing(target) as path, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for filed in articles:
                article = filed.record.article
                text = _ODD.sub(" ", article.text)
                tally.lost["texts with characters that tools count differently: a space instead"] += (
                    text != article.text
                )
                guid = _guid(article.id)
                _put(packed, f"sources/{guid}.txt", text)
                marks = list(iter_marks(filed, options, tally))
                for mark in marks:
                    codes.setdefault(mark.kind, set()).add(mark.label)
                sources.append(_source(article.title or text[:80], guid, marks, created))
                tally.written["texts"] += 1
                tally.written["selections"] += sum(len(mark.spans) for mark in marks)
                tally.lost["fields of claims: only in the notes"] += len(marks)
                tally.lost["claims in several parts: a selection for each"] += sum(len(m.spans) > 1 for m in marks)
            _put(packed, "project.qde", _project(codes, sources, created))
        return tally.losses()


class RefiCodebook:
    """Writes codebooks."""

    name = "refi-codebook"
    suffix = ".qdc"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write the codes that the articles use; see `ExportFormat.write`."""
        tally = Tally(self.name)
        codes: dict[str, set[str]] = {}
        for filed in articles:
            for mark in iter_marks(filed, options, tally):
                codes.setdefault(mark.kind, set()).add(mark.label)
                tally.lost["claims not held: only their codes"] += 1
        tally.written["codes"] = len(codes) + sum(map(len, codes.values()))
        with replacing(target) as path:
            head = f'<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="{_CODEBOOK_SPACE}" origin="{_USER}">\n'
            path.write_text(f"{head}{_codes(codes)}</CodeBook>\n", encoding="utf-8", newline="\n")
        return tally.losses()


def _project(codes: dict[str, set[str]], sources: list[str], created: str) -> str:
    user = _guid("user")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="{_PROJECT_SPACE}" name="{_USER}" origin="{_USER}" creatingUserGUID="{user}" '
        f'creationDateTime="{created}">\n<Users><User guid="{user}" name="{_USER}"/></Users>\n'
        f"<CodeBook>\n{_codes(codes)}</CodeBook>\n<Sources>\n{''.join(sources)}</Sources>\n</Project>\n"
    )


def _codes(codes: dict[str, set[str]]) -> str:
    lines = []
    for kind, labels in sorted(codes.items()):
        lines.append(f'<Code guid="{_guid(f"kind {kind}")}" name={quoteattr(kind)} isCodable="true">\n')
        lines += [
            f'<Code guid="{_guid(f"code {label}")}" name={_name(label)} isCodable="true"/>\n'
            for label in sorted(labels)
        ]
        lines.append("</Code>\n")
    return f"<Codes>\n{''.join(lines)}</Codes>\n"


def _source(title: str, guid: str, marks: list[ClaimMark], created: str) -> str:
    user = _guid("user")
    lines = [
        f'<TextSource guid="{guid}" name={_name(title)} plainTextPath="internal://{guid}.txt" '
        f'creatingUser="{user}" creationDateTime="{created}">\n'
    ]
    for mark in marks:
        for number, span in enumerate(mark.spans):
            own = f"{mark.id} {number}"
            lines.append(
                f'<PlainTextSelection guid="{_guid(own)}" name={_name(mark.key)} startPosition="{span.start}" '
                f'endPosition="{span.end}" creatingUser="{user}" creationDateTime="{created}">'
                f"<Description>{escape(xml_text(mark.note))}</Description>"
                f'<Coding guid="{_guid(f"coding {own}")}" creatingUser="{user}" creationDateTime="{created}">'
                f'<CodeRef targetGUID="{_guid(f"code {mark.label}")}"/></Coding></PlainTextSelection>\n'
            )
    return "".join([*lines, "</TextSource>\n"])


def _name(text: str) -> str:
    return quoteattr(cut(" ".join(xml_text(text).split()), _NAME_CHARS) or "?")


def _guid(of: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"detente:{of}"))


def _put(packed: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(entry, text.encode("utf-8", "replace"))
