"""The event network: layers on the attribution encoder's states, tags for triggers, and a scorer over actors.

The states of the frozen attribution encoder are what goes in; what the reading knows of each word is added to them.
The layers are copies of the encoder's own, which see the whole article where the encoder sees a paragraph or two.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from expose import layer_weights
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from detente.reading.events.network.pairs import PAIR, PAIR_SIZES
from detente.reading.events.network.signals import SIGNAL_SIZES, TYPES

WIDTH, HEADS, HEAD_WIDTH, INNER, LOOKED_UP, GOVERNORS = 384, 10, 32, 640, 64, 3
STATES = 3
"""States of a word that the encoder gives."""

KINDS = 6
"""Relations of two words that attention is biased by: same window, window before, earlier, after, later, title."""
NARROW = 16
STATUSES = 6
PAIRED = 192
FLAG_SIZES = (50, 45)


class Layer(nn.Module):
    """A layer of the attribution encoder, with a bias for how two words' places relate."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * HEADS * HEAD_WIDTH)
        self.out = nn.Linear(HEADS * HEAD_WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.narrow = nn.Linear(WIDTH, LOOKED_UP, bias=False)
        self.widen = nn.Linear(GOVERNORS * LOOKED_UP, WIDTH, bias=False)
        self.relation = nn.Parameter(torch.zeros(KINDS, HEADS))
        with torch.no_grad():
            self.relation[1:] = -1.5
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor, relations: Tensor, heads: Tensor) -> Tensor:
        """B x T x 384 to the same; `bias` B x 1 x 1 x T masks padding, `relations` B x T x T, `heads` B x 3T."""
        b, t, _ = x.shape
        low = torch.gather(self.narrow(x), 1, heads.unsqueeze(-1).expand(b, GOVERNORS * t, LOOKED_UP))
        x = x + self.widen(low.view(b, t, GOVERNORS * LOOKED_UP))
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, HEAD_WIDTH).permute(2, 0, 3, 1, 4).unbind(0)
        near = functional.embedding(relations, self.relation).permute(0, 3, 1, 2) + bias
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=near)
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, t, HEADS * HEAD_WIDTH))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Network(nn.Module):
    """States and signals to tags and word vectors, and from these to each trigger's attributes and actors.

    Args:
        layers: Copies of which of the encoder's layers follow, from 0.
        paths: How many paths the scorer tells apart.
        dropout: Share of values dropped in training.
    """

    def __init__(self, layers: Sequence[int], paths: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.kept, self.paths = tuple(layers), paths
        self.words = nn.ModuleList(nn.Embedding(size, WIDTH) for size in SIGNAL_SIZES)
        for table in self.words:
            nn.init.zeros_(table.weight)
        self.more = nn.Linear(WIDTH * (STATES - 1), WIDTH, bias=False)
        nn.init.zeros_(self.more.weight)
        self.layers = nn.ModuleList(Layer(dropout) for _ in layers)
        self.drop = nn.Dropout(dropout)
        sizes = (*SIGNAL_SIZES, *FLAG_SIZES)
        self.narrow = nn.ModuleList(nn.Embedding(size, NARROW) for size in sizes)
        wide = WIDTH + NARROW * len(sizes)
        self.tagger = nn.Sequential(nn.Linear(wide, 256), nn.GELU("tanh"), nn.Dropout(0.2))
        self.place, self.sort = nn.Linear(256, 3), nn.Linear(256, len(TYPES))
        self.types = nn.Embedding(len(TYPES), 64)
        self.wide = wide
        whole = wide + 64
        self.about = nn.Sequential(nn.Dropout(0.2), nn.Linear(whole, 128), nn.GELU("tanh"), nn.Dropout(0.2))
        self.status, self.background = nn.Linear(128, STATUSES), nn.Linear(128, 1)
        self.trigger, self.mention = nn.Linear(whole, PAIRED), nn.Linear(WIDTH, PAIRED)
        self.trigger_low, self.mention_low = nn.Linear(whole, 96), nn.Linear(WIDTH, 96)
        self.both = nn.Linear(96, PAIRED)
        self.pair = nn.ModuleList(nn.Embedding(PAIR_SIZES.get(name, paths), PAIRED) for name in PAIR)
        for table in self.pair:
            nn.init.normal_(table.weight, std=0.05)
        self.hidden = nn.Sequential(nn.Linear(PAIRED, PAIRED), nn.GELU("tanh"), nn.Dropout(0.2))
        self.role, self.none = nn.Linear(PAIRED, 2), nn.Linear(PAIRED, 2)
        self.dropped = nn.Dropout(0.2)

    def start(self) -> None:
        """Copy the encoder's layers."""
        given = layer_weights()
        for layer, number in zip(self.layers, self.kept, strict=True):
            state = layer.state_dict()
            for name, values in given[number].items():
                state[name] = torch.from_numpy(values.copy())
            layer.load_state_dict(state)

    def encode(
        self, states: Tensor, signals: Tensor, flags: Tensor, relations: Tensor, heads: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Word vectors and tags.

        Args:
            states: The encoder's states after its first layer, before it and after its last, B x T x 3 x 384.
            signals: B x T x 5.
            flags: Tag and dependency, B x T x 2.
            relations: B x T x T.
            heads: B x T x 3.
            mask: B x T.

        Returns:
            Tag scores B x T x 33, word vectors B x T x 384, and those with what is known of the words beside.
        """
        x = states[:, :, 0] + self.more(states[:, :, 1:].flatten(2))
        for number, table in enumerate(self.words):
            x = x + table(signals[:, :, number])
        x = self.drop(x)
        bias = ((1 - mask) * -10000.0)[:, None, None, :]
        flat = heads.flatten(1)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            for layer in self.layers:
                x = layer(x, bias, relations, flat)
        x = x.float()
        known = torch.cat([signals, flags], -1)
        wide = torch.cat([x, *(table(known[:, :, number]) for number, table in enumerate(self.narrow))], -1)
        return self.tags(wide), x, wide

    def tags(self, wide: Tensor) -> Tensor:
        """Scores of outside, then begin and inside of each type."""
        z = self.tagger(wide)
        place, kind = self.place(z), self.sort(z)
        pairs = torch.stack([place[..., 1:2] + kind, place[..., 2:3] + kind], -1)
        return torch.cat([place[..., :1], pairs.flatten(-2)], -1)

    def triggers(self, wide: Tensor, rows: Sequence[Sequence[int]], types: Tensor) -> Tensor:
        """Vector of each trigger: the mean of its words, and its type."""
        means = torch.stack([wide[list(own)].mean(0) for own in rows])
        return torch.cat([means, self.types(types)], -1)

    def attributes(self, triggers: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of the statuses and of background."""
        z = self.about(triggers)
        return self.status(z), self.background(z)[:, 0]

    def roles(self, triggers: Tensor, mentions: Tensor, pairs: Tensor, at: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of source and target for each pair (P x 2), and of none for each trigger (E x 2).

        Args:
            triggers: E x vector.
            mentions: Vector of each pair's mention, P x 384.
            pairs: What is known of each pair, P x 11.
            at: Trigger of each pair, P.
        """
        t = self.dropped(triggers)
        m = self.dropped(mentions)
        own = self.trigger(t)
        z = own[at] + self.mention(m) + self.both(self.trigger_low(triggers)[at] * self.mention_low(mentions))
        for number, table in enumerate(self.pair):
            z = z + table(pairs[:, number])
        return self.role(self.hidden(functional.gelu(z, approximate="tanh"))), self.none(
            functional.gelu(self.trigger(triggers), approximate="tanh")
        )

    def describe(
        self, triggers: Tensor, types: Tensor, mentions: Tensor, pairs: Tensor, at: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Statuses and background as probabilities, scores of pairs and of none, from means of triggers' words."""
        vectors = torch.cat([triggers, self.types(types)], -1)
        status, background = self.attributes(vectors)
        return torch.softmax(status, -1), torch.sigmoid(background), *self.roles(vectors, mentions, pairs, at)


def options_of(network: Network) -> dict[str, Any]:
    """Return what `Network` needs to be made again."""
    teacher = {"teacher": getattr(network, "weights", None), "below": getattr(network, "below", 0)}
    return {"layers": network.kept, "paths": network.paths} | teacher


def save(network: Network, path: Path, **more: Any) -> None:
    """Write a network."""
    torch.save({"options": options_of(network), "state": network.state_dict(), **more}, path)


def restore(path: Path) -> tuple[Network, dict[str, Any]]:
    """Read a network, and what was saved beside it."""
    held = torch.load(path, weights_only=False)
    options = held["options"]
    if options.get("teacher"):
        from teacher import Teacher  # noqa: PLC0415 - it builds on this module

        network: Network = Teacher(options["teacher"], options["paths"], kept=options["below"])
    else:
        network = Network(options["layers"], options["paths"])
    network.load_state_dict(held["state"])
    return network, held
