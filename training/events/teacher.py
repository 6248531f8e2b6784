"""A larger network to learn from: all of MiniLM or of MPNet over word pieces, under the same heads.

It is too slow to read with. It learns from the same texts, and what it says of them and of texts without annotation
is what the network that ships is taught. MPNet (Song and others, 2020) is eight times the size of MiniLM; its
vocabulary is MiniLM's behind four marks of its own, and its attention knows how far two pieces are apart. Lower layers
that are kept as they are need to be asked only once for each chunk.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import torch
from network import FLAG_SIZES, WIDTH, Network
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from detente.reading.events.network.signals import SIGNAL_SIZES

BEGIN, END = 101, 102
HEADS = 12
LONGEST = 512

MPNET_MARKS = {0: 1, BEGIN: 0, END: 2}
"""MPNet's own numbers of padding, begin and end."""
MPNET_SHIFT, MPNET_FIRST_PLACE = 4, 2

MPNET_NAMES = {
    "attention.attn.q": "attention.self.query",
    "attention.attn.k": "attention.self.key",
    "attention.attn.v": "attention.self.value",
    "attention.attn.o": "attention.output.dense",
    "attention.LayerNorm": "attention.output.LayerNorm",
}
"""MPNet's names of a layer's parts, and MiniLM's."""

BUCKETS, FARTHEST = 32, 128
"""Distances that MPNet tells apart: as many of them, half for each direction, and from the farthest on all are one."""


class TeacherLayer(nn.Module):
    """A layer of MiniLM or MPNet."""

    def __init__(self, source: dict[str, Tensor], prefix: str, dropout: float, *, smallest: float) -> None:
        super().__init__()
        names = [f"{prefix}attention.self.{name}" for name in ("query", "key", "value")]
        self.qkv = _linear(*(torch.cat([source[f"{n}.{kind}"] for n in names]) for kind in ("weight", "bias")))
        self.out, self.up, self.down = (
            _linear(source[f"{prefix}{n}.weight"], source[f"{prefix}{n}.bias"])
            for n in ("attention.output.dense", "intermediate.dense", "output.dense")
        )
        self.norm1, self.norm2 = (
            _norm(source[f"{prefix}{n}.weight"], source[f"{prefix}{n}.bias"], smallest)
            for n in ("attention.output.LayerNorm", "output.LayerNorm")
        )
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """B x L x width to the same; `mask` is true for pieces, or what is added to the scores of two pieces."""
        b, n, width = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, n, width))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Teacher(Network):
    """All of MiniLM or of MPNet under the heads of `Network`.

    Args:
        weights: The weights of either.
        paths: How many paths the scorer tells apart.
        dropout: Share of values dropped in training.
        kept: How many of the lower layers are not trained.
    """

    def __init__(self, weights: Path, paths: int, dropout: float = 0.1, kept: int = 0) -> None:
        super().__init__((), paths, dropout)
        self.below, self.remembered = kept, {}
        source = _weights_of(weights)
        self.weights = weights
        self.mpnet = "encoder.relative_attention_bias.weight" in source
        self.pieces = nn.Embedding.from_pretrained(source["embeddings.word_embeddings.weight"], freeze=True)
        places, smallest = source["embeddings.position_embeddings.weight"], 1e-12
        if self.mpnet:
            smallest = 1e-5
            places = places[MPNET_FIRST_PLACE:]
            self.apart = nn.Parameter(source["encoder.relative_attention_bias.weight"], requires_grad=not kept)
        else:
            places = places + source["embeddings.token_type_embeddings.weight"][0]
        self.positions = nn.Parameter(places.clone())
        self.norm = _norm(source["embeddings.LayerNorm.weight"], source["embeddings.LayerNorm.bias"], smallest)
        self.width = places.shape[1]
        self.words, self.flags = (
            nn.ModuleList(nn.Embedding(size, self.width) for size in sizes) for sizes in (SIGNAL_SIZES, FLAG_SIZES)
        )
        for table in (*self.words, *self.flags):
            nn.init.zeros_(table.weight)
        del self.more
        count = len({name.split(".")[2] for name in source if name.startswith("encoder.layer.")})
        self.layers = nn.ModuleList(
            TeacherLayer(source, f"encoder.layer.{n}.", dropout if n >= kept else 0.0, smallest=smallest)
            for n in range(count)
        )
        for part in (self.norm, *self.layers[:kept]) if kept else ():
            part.requires_grad_(requires_grad=False)
        self.positions.requires_grad_(requires_grad=not kept)
        self.shrink = nn.Linear(self.width, WIDTH) if self.width != WIDTH else nn.Identity()

    def start(self) -> None:
        """The weights are there already."""

    def encode(
        self, pieces: Tensor, owners: Tensor, firsts: Tensor, signals: Tensor, flags: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Word vectors and tags, as `Network.encode`.

        Args:
            pieces: MiniLM's numbers of word pieces, B x L, 0 for padding; below 0 if the piece is blotted out.
            owners: Word of each piece, B x L; that of marks and padding is the last, which has no features.
            firsts: First piece of each word, B x T.
            signals: B x T x 5.
            flags: B x T x 2.
            mask: B x T; not looked at, since padding has no pieces.
        """
        del mask
        known = torch.cat([signals, flags], -1)
        added = sum(table(known[:, :, n]) for n, table in enumerate((*self.words, *self.flags)))
        added = torch.cat([added, torch.zeros(added.shape[0], 1, self.width)], 1)
        near = self.near(pieces)
        x = self.lower(pieces.abs(), near) * (pieces > 0).unsqueeze(-1)
        x = x + torch.gather(added, 1, owners.unsqueeze(-1).expand(-1, -1, self.width))
        x = self.drop(x)
        with torch.autocast("cpu", torch.bfloat16):
            for layer in self.layers[self.below :]:
                x = layer(x, near)
        x = self.shrink(torch.gather(x.float(), 1, firsts.unsqueeze(-1).expand(-1, -1, self.width)))
        wide = torch.cat([x, *(table(known[:, :, n]) for n, table in enumerate(self.narrow))], -1)
        return self.tags(wide), x, wide

    def near(self, pieces: Tensor) -> Tensor:
        """What is added to the scores of two pieces: how far they are apart, and no look at padding."""
        padding = (pieces == 0)[:, None, None, :]
        if not self.mpnet:
            return torch.zeros(padding.shape).masked_fill(padding, -1e4)
        apart = functional.embedding(_buckets(pieces.shape[1]), self.apart).permute(2, 0, 1)[None]
        return apart.masked_fill(padding, -1e4).to(torch.bfloat16)

    def lower(self, pieces: Tensor, near: Tensor) -> Tensor:
        """States of the pieces before the first layer that is trained, B x L x width."""
        if not self.below:
            return self.embed(pieces)
        out = torch.zeros(*pieces.shape, self.width)
        for number, row in enumerate(pieces):
            own = row[: int((row > 0).sum())]
            key = own.numpy().tobytes()
            if key not in self.remembered:
                with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                    x = self.embed(own[None])
                    for layer in self.layers[: self.below]:
                        x = layer(x, near[number : number + 1, :, : len(own), : len(own)])
                if not self.training:
                    out[number, : len(own)] = x[0].float()
                    continue
                self.remembered[key] = x[0].to(torch.bfloat16)
            out[number, : len(own)] = self.remembered[key].float()
        return out

    def embed(self, pieces: Tensor) -> Tensor:
        """What the first layer is given."""
        at = torch.arange(pieces.shape[1]).clamp(max=LONGEST - 1)
        return self.norm(self.pieces(_mpnet_pieces(pieces) if self.mpnet else pieces) + self.positions[at])


def padded_pieces(rows: list[tuple[Any, tuple[int, int]]]) -> dict[str, Tensor]:
    """Inputs of several chunks as one batch."""
    each = [_pieces(article, chunk) for article, chunk in rows]
    b = len(rows)
    size, long = max(len(one[2]) for one in each), max(len(one[0]) for one in each)
    out = {
        "pieces": torch.zeros(b, long, dtype=torch.int64),
        "owners": torch.full((b, long), size),
        "firsts": torch.zeros(b, size, dtype=torch.int64),
        "signals": torch.zeros(b, size, len(SIGNAL_SIZES), dtype=torch.int64),
        "flags": torch.zeros(b, size, 2, dtype=torch.int64),
        "mask": torch.zeros(b, size),
    }
    for number, ((article, (first, after)), (pieces, owners, firsts)) in enumerate(zip(rows, each, strict=True)):
        n, t = len(pieces), len(firsts)
        out["pieces"][number, :n] = torch.tensor(pieces)
        out["owners"][number, 1 : n - 1] = torch.tensor(owners)
        out["firsts"][number, :t] = torch.tensor(firsts)
        out["signals"][number, :t] = torch.from_numpy(article.signals.table[first:after])
        out["flags"][number, :t] = torch.from_numpy(article.features.flags[first:after, 3:5])
        out["mask"][number, :t] = 1
    return out


def _pieces(article: Any, chunk: tuple[int, int]) -> tuple[list[int], list[int], list[int]]:
    """Pieces with begin and end, the words of those between, and each word's first piece."""
    pieces, owners, firsts = [BEGIN], [], []
    for word, row in enumerate(article.features.pieces[chunk[0] : chunk[1]].tolist()):
        firsts.append(len(pieces))
        own = [piece for piece in row if piece]
        pieces += own
        owners += [word] * len(own)
    return [*pieces, END], owners, firsts


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    made.weight.data, made.bias.data = weight.clone(), bias.clone()
    return made


def _norm(weight: Tensor, bias: Tensor, smallest: float) -> nn.LayerNorm:
    made = nn.LayerNorm(len(weight), eps=smallest)
    made.weight.data, made.bias.data = weight.clone(), bias.clone()
    return made


def _weights_of(path: Path) -> dict[str, Tensor]:
    """Weights by MiniLM's names."""
    out = {}
    for name, value in load_file(str(path)).items():
        own = name.removeprefix("bert.")
        for theirs, ours in MPNET_NAMES.items():
            own = own.replace(theirs, ours)
        out[own] = value.float() if value.is_floating_point() else value
    return out


def _mpnet_pieces(pieces: Tensor) -> Tensor:
    """MPNet's numbers of MiniLM's pieces."""
    out = pieces + MPNET_SHIFT
    for own, theirs in MPNET_MARKS.items():
        out[pieces == own] = theirs
    return out


def _buckets(size: int) -> Tensor:
    """Which of MPNet's distances lies between each two pieces: size x size, row asks, column is asked."""
    apart = torch.arange(size)[:, None] - torch.arange(size)[None]
    half = BUCKETS // 2
    exact, far = half // 2, apart.abs()
    steps = torch.log(far.clamp(min=1).float() / exact) / math.log(FARTHEST / exact) * (half - exact)
    wide = (exact + steps.long()).clamp(max=half - 1)
    return torch.where(far < exact, far, wide) + (apart < 0).long() * half
