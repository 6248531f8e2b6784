"""A larger network to learn from: all of MiniLM over word pieces, under the same heads.

It is too slow to read with. It learns from the same texts, and what it says of them and of texts without annotation
is what the network that ships is taught.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from network import FLAG_SIZES, WIDTH, Network
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from detente.reading.events.network.signals import SIGNAL_SIZES

BEGIN, END = 101, 102
LAYERS, HEADS = 6, 12
LONGEST = 512


class TeacherLayer(nn.Module):
    """A layer of MiniLM."""

    def __init__(self, source: dict[str, Tensor], prefix: str, dropout: float) -> None:
        super().__init__()
        names = [f"{prefix}attention.self.{name}" for name in ("query", "key", "value")]
        self.qkv = _linear(*(torch.cat([source[f"{n}.{kind}"] for n in names]) for kind in ("weight", "bias")))
        self.out, self.up, self.down = (
            _linear(source[f"{prefix}{n}.weight"], source[f"{prefix}{n}.bias"])
            for n in ("attention.output.dense", "intermediate.dense", "output.dense")
        )
        self.norm1, self.norm2 = (
            _norm(source[f"{prefix}{n}.weight"], source[f"{prefix}{n}.bias"])
            for n in ("attention.output.LayerNorm", "output.LayerNorm")
        )
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """B x L x 384 to the same; `mask` is true for pieces."""
        b, n, width = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, n, width))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Teacher(Network):
    """All of MiniLM under the heads of `Network`.

    Args:
        weights: MiniLM's weights.
        paths: How many paths the scorer tells apart.
        dropout: Share of values dropped in training.
    """

    def __init__(self, weights: Path, paths: int, dropout: float = 0.1) -> None:
        super().__init__((), paths, dropout)
        source = {name.removeprefix("bert."): value.float() for name, value in load_file(str(weights)).items()}
        self.weights = weights
        self.pieces = nn.Embedding.from_pretrained(source["embeddings.word_embeddings.weight"], freeze=True)
        kind = source["embeddings.token_type_embeddings.weight"][0]
        self.positions = nn.Parameter(source["embeddings.position_embeddings.weight"] + kind)
        self.norm = _norm(source["embeddings.LayerNorm.weight"], source["embeddings.LayerNorm.bias"])
        self.flags = nn.ModuleList(nn.Embedding(size, WIDTH) for size in FLAG_SIZES)
        for table in self.flags:
            nn.init.zeros_(table.weight)
        del self.more
        self.layers = nn.ModuleList(TeacherLayer(source, f"encoder.layer.{n}.", dropout) for n in range(LAYERS))

    def start(self) -> None:
        """MiniLM's weights are there already."""

    def encode(
        self, pieces: Tensor, owners: Tensor, firsts: Tensor, signals: Tensor, flags: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Word vectors and tags, as `Network.encode`.

        Args:
            pieces: Numbers of word pieces, B x L, 0 for padding.
            owners: Word of each piece, B x L; that of marks and padding is the last, which has no features.
            firsts: First piece of each word, B x T.
            signals: B x T x 5.
            flags: B x T x 2.
            mask: B x T; not looked at, since padding has no pieces.
        """
        del mask
        known = torch.cat([signals, flags], -1)
        tables = (*self.words, *self.flags)
        added = sum(table(known[:, :, n]) for n, table in enumerate(tables))
        added = torch.cat([added, torch.zeros(added.shape[0], 1, WIDTH)], 1)
        at = torch.arange(pieces.shape[1]).clamp(max=LONGEST - 1)
        x = self.pieces(pieces) + self.positions[at]
        x = x + torch.gather(added, 1, owners.unsqueeze(-1).expand(-1, -1, WIDTH))
        x = self.drop(self.norm(x))
        shown = (pieces > 0)[:, None, None, :]
        with torch.autocast("cpu", torch.bfloat16):
            for layer in self.layers:
                x = layer(x, shown)
        x = torch.gather(x.float(), 1, firsts.unsqueeze(-1).expand(-1, -1, WIDTH))
        wide = torch.cat([x, *(table(known[:, :, n]) for n, table in enumerate(self.narrow))], -1)
        return self.tags(wide), x, wide


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


def _norm(weight: Tensor, bias: Tensor) -> nn.LayerNorm:
    made = nn.LayerNorm(len(weight), eps=1e-12)
    made.weight.data, made.bias.data = weight.clone(), bias.clone()
    return made
