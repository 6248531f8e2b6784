"""The attribution tagger: text in, sources, cues and contents out.

The network runs in ONNX Runtime on one thread, on windows of whole paragraphs. The result depends on nothing
but the text, its paragraphs, the parse and the model's files.
"""

from __future__ import annotations

import io
import json
from bisect import bisect_right
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.reading.attribution.according import According, complete, favour
from detente.reading.attribution.attributions import Attribution, nest
from detente.reading.attribution.confidence import certainty, confidence, facts
from detente.reading.attribution.decode import CUE, Fragment, best_tags, fragments, legal
from detente.reading.attribution.linking import Linked, Linker, link
from detente.reading.attribution.onnx_model import load_network, read_model_files
from detente.reading.attribution.turns import find_turns
from detente.reading.attribution.windows import STATES, Encoded, Features, Syntax, batch, cut, featurize, layout_of
from detente.reading.attribution.words import WordReader
from detente.records import Span, hull
from detente.text import asker_prefix

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    import numpy.typing as npt

MODEL = Path(__file__).parent / "model"
"""Folder of the model that ships with Détente."""

_FILES = ("decoding.json", "network.onnx", "pieces.npz", "vocabulary.txt")

_OUTPUTS = ["scores", "links", "states"]

#: Windows go to the network in groups of about this many words: enough to keep it busy, few enough to pad little.
_BATCH_WORDS = 320

#: Windows whose tags are decoded together; bounds memory on very long texts.
_DECODED_TOGETHER = 64


class AttributionTagger:
    """Finds attributions. Use `load_tagger` to make one.

    Args:
        folder: Folder with the model's files.

    Attributes:
        digest: SHA-256 over the model's files, hexadecimal, for the run's manifest.

    Raises:
        InternalError: A file of the model is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        held, self.digest = read_model_files(folder, _FILES, "attribution")
        pieces = held["vocabulary.txt"].decode("utf-8").split("\n")
        self._reader = WordReader({piece: number for number, piece in enumerate(pieces) if piece})
        with np.load(io.BytesIO(held["pieces.npz"]), allow_pickle=False) as arrays:
            self._table: npt.NDArray[np.int8] = arrays["table"]
            self._scales: npt.NDArray[np.float32] = arrays["scales"]
        values = json.loads(held["decoding.json"])
        self._first, self._transitions = legal(_floats(values["first"]), _floats(values["transitions"]))
        self._bias = _floats(values["tag_bias"])
        self._according = According(pieces.index("according"), pieces.index("to"))
        self._linker = read_linker(values["linker"])
        self._weights = _floats(values["confidence"])
        self._session = load_network(held["network.onnx"])

    def tag(
        self, text: str, paragraphs: Sequence[tuple[int, int]], syntax: Syntax | None = None
    ) -> tuple[Attribution, ...]:
        """Find attributions as `read` does, without the network's states."""
        return self.read(text, paragraphs, syntax)[0]

    def read(
        self, text: str, paragraphs: Sequence[tuple[int, int]], syntax: Syntax | None = None
    ) -> tuple[tuple[Attribution, ...], Encoded]:
        """Find the outermost attributions of a text, and what the network finds inside labelled turns.

        Args:
            text: The whole text; it may hold anything.
            paragraphs: Start and end offset of each paragraph to read, ascending and not overlapping. An
                attribution may reach from one into the next, so headings and captions are better left out.
            syntax: Parse of the text. Without one much less is found, and less exactly.

        Returns:
            Outermost attributions by position of their cue, then those inside a turn of a conversation or a signed
            quotation ("HALL: …"); and the text as the network saw it.
        """
        turns = [
            Attribution((turn.source,), (turn.cue,), (turn.content,), turn.confidence)
            for turn in find_turns(text, paragraphs)
        ]
        encoded = self._encode(text, paragraphs, syntax)
        labels = {start for start, end in paragraphs if asker_prefix(text[start:end])}
        found = tuple(_without_label(one, labels) for one in self._found(encoded))
        if not turns:
            return found, encoded
        # Turns stand in the order of the text, one in a paragraph: the last one that begins before a cue may hold it.
        places = [hull((*turn.source, *turn.content)) for turn in turns]
        starts = [place.start for place in places]
        outer, inner = [*turns], []
        for one in found:
            place = places[max(bisect_right(starts, one.cue[0].start) - 1, 0)]
            if place.overlaps(one.cue[0]):
                inner.append(_within(one, place))
            else:
                outer.append(one)
        nested = nest(sorted(outer, key=lambda one: (one.cue, one.content)), [one for one in inner if one.content])
        return nested, encoded

    def _encode(self, text: str, paragraphs: Sequence[tuple[int, int]], syntax: Syntax | None) -> Encoded:
        """The words of a text, with room for the network's states."""
        features = featurize([self._reader.read(text, start, end) for start, end in paragraphs], syntax)
        return Encoded(features, cut(features), np.zeros((len(features.starts), STATES), np.float32))

    def _found(self, encoded: Encoded) -> tuple[Attribution, ...]:
        """Attributions that the network finds, by position of their cue; `encoded` gets its states."""
        features, found = encoded.features, list[Attribution]()
        for first, linked, described in self.linked(features, encoded.states):
            cue, source, content = (
                tuple(_span(features, first, f) for f in linked.fragments if f.role == role) for role in range(3)
            )
            if content:
                found.append(Attribution(source, cue, content, confidence(described, self._weights)))
        return tuple(sorted(found, key=lambda one: (one.cue, one.content)))

    def linked(
        self, features: Features, states: npt.NDArray[np.float32] | None = None
    ) -> Iterator[tuple[int, Linked, npt.NDArray[np.float32]]]:
        """Find attributions as runs of words; what `tag` builds on, and what the calibration is fitted to.

        Args:
            features: The words of the text.
            states: Gets the network's states of each word, N x `STATES`; None leaves them.

        Yields:
            For each attribution: first row of its window, the attribution in positions within the window, and the
            facts that its confidence is weighed from.
        """
        windows, whole = cut(features), layout_of(features)
        according = self._according.rows(features).tolist()
        for low in range(0, len(windows), _DECODED_TOGETHER):
            group = windows[low : low + _DECODED_TOGETHER]
            scores, links, mask = self._run(features, group, states)
            for row, window in enumerate(group):
                favour(according, features, window, scores[row])
            tags = best_tags(scores, mask, self._first, self._transitions)
            sure = certainty(scores, tags)
            for row, (start, end) in enumerate(group):
                size = end - start
                found = fragments(tags[row, :size].tolist())
                layout = whole.part(start, end)
                for linked in link(found, links[row][:size], layout, self._linker):
                    one, cue = linked, next(f.first for f in linked.fragments if f.role == CUE)
                    if start + cue in according:
                        one = complete(linked, layout, features.flags[start:end, 0])
                    yield start, one, facts(one, sure[row, :size])

    def _run(
        self,
        features: Features,
        windows: Sequence[tuple[int, int]],
        states: npt.NDArray[np.float32] | None,
    ) -> tuple[npt.NDArray[np.float32], list[npt.NDArray[np.float32]], npt.NDArray[np.float32]]:
        """Tag scores (B x T x 7), linking vectors of each window, and the mask (B x T)."""
        longest = max(end - start for start, end in windows)
        scores = np.zeros((len(windows), longest, len(self._first)), np.float32)
        mask = np.zeros((len(windows), longest), np.float32)
        links: list[npt.NDArray[np.float32]] = [np.zeros((0, 0), np.float32)] * len(windows)
        for numbers in _batches(windows):
            inputs = batch(features, [windows[number] for number in numbers])
            inputs["vectors"] = self._vectors(inputs.pop("pieces"))
            some, vectors, *seen = self._session.run(["scores", "links"] if states is None else _OUTPUTS, inputs)
            size = some.shape[1]
            for row, number in enumerate(numbers):
                scores[number, :size] = some[row] + self._bias
                mask[number, :size] = inputs["mask"][row]
                links[number] = vectors[row]
                if states is not None:
                    first, after = windows[number]
                    states[first:after] = seen[0][row, : after - first]
        return scores, links, mask

    def _vectors(self, pieces: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        """Mean vector of each word's pieces: B x T x 3 to B x T x 384."""
        flat = pieces.reshape(-1, pieces.shape[-1])
        total: npt.NDArray[np.float32] = self._table[flat[:, 0]].astype(np.float32)
        total *= self._scales[flat[:, 0]]
        counts = (flat > 0).sum(1)
        for column in range(1, flat.shape[1]):
            rows = np.flatnonzero(flat[:, column])
            number = flat[rows, column]
            total[rows] += self._table[number] * self._scales[number]
        several = np.flatnonzero(counts > 1)
        total[several] /= counts[several, None].astype(np.float32)
        total[counts == 0] = 0
        return total.reshape(*pieces.shape[:-1], -1)


def load_tagger(folder: Path = MODEL) -> AttributionTagger:
    """Load the tagger. Do it once: it takes about a fifth of a second.

    Args:
        folder: Another model's folder, for training and tests.

    Raises:
        InternalError: A file of the model is missing or damaged.
    """
    return AttributionTagger(folder)


def read_linker(values: dict[str, Any]) -> Linker:
    """Make a linker from the model's JSON values."""
    cue, source, content = values["least"]
    return Linker(
        _floats(values["near"]),
        _floats(values["hidden"]),
        _floats(values["out"]),
        (cue, source, content),
        values["floor"],
    )


def _floats(values: object) -> npt.NDArray[np.float32]:
    """JSON numbers as an array."""
    return np.array(values, np.float32)


def _without_label(one: Attribution, labels: Container[int]) -> Attribution:
    """Return an attribution whose source is not also the "Q" in front of the question."""
    return replace(one, source=tuple(span for span in one.source if span.start not in labels))


def _within(attribution: Attribution, place: Span) -> Attribution:
    """Leave out what the network joined to an attribution from outside the turn that holds its cue."""
    source, content = (
        tuple(span for span in spans if place.contains(span)) for spans in (attribution.source, attribution.content)
    )
    return replace(attribution, source=source, content=content)


def _span(features: Features, first: int, fragment: Fragment) -> Span:
    """Place in the text of a fragment of the window that begins at row `first`."""
    return Span(int(features.starts[first + fragment.first]), int(features.ends[first + fragment.after - 1]))


def _batches(windows: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Group windows of like length, by their numbers, so that little is padded."""
    sizes = [end - start for start, end in windows]
    current: list[int] = []
    for number in sorted(range(len(windows)), key=lambda n: (sizes[n], n)):
        if current and (len(current) + 1) * sizes[number] > _BATCH_WORDS:
            yield current
            current = []
        current.append(number)
    if current:
        yield current
