"""The event network at work: the encoder's states and what the reading knows in, events out.

The network runs in ONNX Runtime on one thread. The result depends on nothing but what goes in and the model's files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import InternalError
from detente.reading.attribution.onnx_model import load_network, read_model_files
from detente.reading.events.network.choose import Chances, Chooser, Thresholds
from detente.reading.events.network.chunks import chunks_of, relations_of
from detente.reading.events.network.confidence import Calibration
from detente.reading.events.network.decode import log_chances
from detente.reading.events.network.heads import HeadOutput
from detente.reading.events.network.outlook import read_outlook
from detente.reading.events.network.pairs import words_of
from detente.reading.events.network.roles import read_role_voice
from detente.reading.events.network.voice import asked, read_voice

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from detente.reading.attribution import Encoded
    from detente.reading.events.network.choose import SeenEvent
    from detente.reading.events.network.pairs import Trigger
    from detente.reading.events.network.roles import HeadWord
    from detente.reading.events.network.signals import Signals

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]

MODEL = Path(__file__).parent / "model"
"""Folder of the model that ships with Détente."""

_FILES = ("decoding.json", "heads.onnx", "network.onnx", "roles.tsv", "status.tsv", "words.tsv")
_OUTPUTS = ["tags", "wide"]
_SAID = ["statuses", "background", "scores", "none"]

#: States of a word that the encoder gives.
_STATES = 3


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the parse says of the word in a row; None where no word of a sentence stands.

    Attributes:
        wording: The features by which it carries an event or none, for `Voice`; None for words that carry nothing, too.
        word: The word as the head of a trigger, for `RoleVoice`.
        barred: Positions in the cast of those who cannot be source, and target, of a trigger; None rules out nobody.
    """

    wording: Callable[[int], frozenset[str] | None]
    word: Callable[[int], HeadWord | None]
    barred: Callable[[Trigger], tuple[frozenset[int], frozenset[int]]] | None = None


class EventNetwork:
    """Finds events. Use `load_event_network` to make one.

    Args:
        folder: Folder with the model's files.

    Attributes:
        digest: SHA-256 over the model's files, hexadecimal, for the run's manifest.
        calibration: Gives an event's confidence.
        voice: Says what the words themselves tell of whether they carry an event.
        roles: Says what the way from a mention to a trigger tells of whether it is source or target.
        outlook: Decides whether an event happened, and whether it is older history.

    Raises:
        InternalError: A file of the model is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        held, self.digest = read_model_files(folder, _FILES, "event")
        try:
            values = json.loads(held["decoding.json"])
            self._thresholds = Thresholds(**values["thresholds"])
            self._paths: dict[str, int] = values["paths"]
            self.calibration = Calibration(np.array(values["confidence"], np.float32))
            self.voice = read_voice(held["words.tsv"].decode())
            self.roles = read_role_voice(held["roles.tsv"].decode())
            self.outlook = read_outlook(held["status.tsv"].decode())
            self._session = load_network(held["network.onnx"])
            self._heads = _Heads(held["heads.onnx"])
        except Exception as error:
            raise InternalError(f"the event model in {folder} is damaged: {error}") from error

    def events(self, text: str, encoded: Encoded, signals: Signals, parsed: Parsed) -> list[SeenEvent]:
        """Return the events of an article, each told once, in the order of their triggers.

        Args:
            text: The article's text.
            encoded: Its words, as the attribution network saw them.
            signals: What the reading knows of them.
            parsed: What the parse says of them.
        """
        if not len(encoded.features.starts):
            return []
        return self.chooser(text, encoded, signals, parsed).events(self._joined(encoded, signals, parsed))

    def judge(self, text: str, encoded: Encoded, signals: Signals, parsed: Parsed) -> dict[int, SeenEvent]:
        """Return what the network says of the rules' events, by `Finding.number`, as `Chooser.judge` has it."""
        if not signals.findings:
            return {}
        return self.chooser(text, encoded, signals, parsed).judge(self._joined(encoded, signals, parsed))

    def _joined(self, encoded: Encoded, signals: Signals, parsed: Parsed) -> Chances:
        chances = self.chances(encoded, signals)
        rows = asked(chances.tags, (row for finding in signals.findings for row in finding.rows))
        words = {row: features for row in rows if (features := parsed.wording(row)) is not None}
        return Chances(self.voice.join(chances.tags, words), chances.wide)

    def chooser(self, text: str, encoded: Encoded, signals: Signals, parsed: Parsed) -> Chooser:
        """Return what decides on the events of an article; arguments as for `events`."""
        return Chooser(
            words_of(text, encoded.features),
            encoded.features,
            signals,
            paths=self._paths,
            heads=self._heads,
            thresholds=self._thresholds,
            second=(self.roles, parsed.word),
            barred=parsed.barred,
        )

    def chances(self, encoded: Encoded, signals: Signals) -> Chances:
        """Return what the network says of an article's words."""
        tags, wide = [], []
        for chunk in chunks_of(encoded.windows):
            scores, states = self._session.run(_OUTPUTS, _inputs(encoded, signals, chunk))
            tags.append(log_chances(scores[0]))
            wide.append(states[0])
        return Chances(np.concatenate(tags), np.concatenate(wide))


class _Heads:
    """The heads of the network."""

    def __init__(self, model: bytes) -> None:
        self._session = load_network(model)

    def describe(self, triggers: Floats, types: Ints, mentions: Floats, pairs: Ints, at: Ints) -> HeadOutput:
        """Describe triggers, as `Heads.describe`."""
        inputs = {"triggers": triggers, "types": types, "mentions": mentions, "pairs": pairs, "at": at}
        return HeadOutput(*self._session.run(_SAID, inputs))


def load_event_network(folder: Path = MODEL) -> EventNetwork:
    """Load the network. Do it once: it takes about a tenth of a second.

    Args:
        folder: Another model's folder, for training and tests.

    Raises:
        InternalError: A file of the model is missing or damaged.
    """
    return EventNetwork(folder)


def _inputs(encoded: Encoded, signals: Signals, chunk: tuple[int, int]) -> dict[str, npt.NDArray[np.generic]]:
    """Inputs of the network for one chunk."""
    first, after = chunk
    features = encoded.features
    local = features.heads[first:after] - first
    inside = (local >= 0) & (local < after - first)
    heads = np.where(inside, local, np.arange(after - first)[:, None])
    relations, classes = relations_of(encoded.windows, signals.table, chunk)
    return {
        "states": encoded.states[first:after].reshape(1, after - first, _STATES, -1),
        "signals": signals.table[None, first:after],
        "flags": features.flags[None, first:after, 3:5],
        "relations": relations[None],
        "classes": classes[None],
        "heads": heads[None],
    }
