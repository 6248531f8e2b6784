"""The attribution network: a few layers of MiniLM over words, a CRF over role tags, and a linker.

Words stand where BERT has word pieces: a word's vector is the mean of its pieces' vectors. Letter case,
quotation state, tags and dependencies are added to it, so the network sees the parse that reading has
made anyway. Two outputs: scores of the seven role tags for each word, and for each role a pair of vectors
whose product says whether a word belongs to the attribution of a cue.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from detente.reading.attribution.windows import DEPENDENCIES, HEADS
from detente.reading.attribution.windows import TAGS as SYNTAX_TAGS

TAGS = 7
"""O, then begin and inside of cue, source, content."""

LINK = 32
"""Width of the linker's vectors for each role."""

ROLES = 3

REACH = 40
"""Words from a cue beyond which the linker takes all distances for one."""

CHILD_LABELS = len(DEPENDENCIES) + 1
FLAG_SIZES = (12, 4, 2, len(SYNTAX_TAGS) + 1, CHILD_LABELS, CHILD_LABELS, CHILD_LABELS)
HEAD_WIDTH = 32
LOOKED_UP = 64
"""Width of what a word sees of each word that it looks up to."""


class Layer(nn.Module):
    """One transformer layer of BERT; the vectors of the words that a word looks up to are added to its input."""

    def __init__(self, width: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * heads * HEAD_WIDTH)
        self.out = nn.Linear(heads * HEAD_WIDTH, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.narrow = nn.Linear(width, LOOKED_UP, bias=False)
        self.widen = nn.Linear(HEADS * LOOKED_UP, width, bias=False)
        nn.init.zeros_(self.widen.weight)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor, heads: Tensor) -> Tensor:
        """B x T x width to the same; `bias` masks padding, `heads` are positions of words looked up to, B x 3T."""
        b, t, _ = x.shape
        low = torch.gather(self.narrow(x), 1, heads.unsqueeze(-1).expand(b, HEADS * t, LOOKED_UP))
        x = x + self.widen(low.view(b, t, HEADS * LOOKED_UP))
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, HEAD_WIDTH).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, t, self.heads * HEAD_WIDTH))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Network(nn.Module):
    """Word features to tag scores and linking vectors.

    Args:
        layers: Which of MiniLM's layers to keep, by number from 0.
        inner: Width of the feed-forward part; below 1536 the neurons with the largest weights are kept.
        heads: Attention heads in each layer; only 12 can be started from MiniLM, `prune.py` makes fewer.
        dropout: Share of values dropped in training.
        vocabulary: Number of word pieces.
    """

    def __init__(
        self,
        layers: tuple[int, ...],
        *,
        inner: int = 1536,
        heads: int = 12,
        dropout: float = 0.1,
        vocabulary: int = 30522,
    ) -> None:
        super().__init__()
        width = 384
        self.kept, self.inner, self.heads = layers, inner, heads
        self.pieces = nn.Embedding(vocabulary, width)
        self.pieces.weight.requires_grad_(requires_grad=False)
        self.positions = nn.Parameter(torch.zeros(512, width))
        self.flags = nn.ModuleList(nn.Embedding(size, width) for size in FLAG_SIZES)
        self.above = nn.ModuleList(nn.Embedding(size, width) for size in FLAG_SIZES[3:5])
        self.below = nn.Linear(CHILD_LABELS, width, bias=False)
        for part in (*self.flags, *self.above, self.below):
            nn.init.normal_(part.weight, std=0.002)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, inner, heads, dropout) for _ in layers)
        self.drop = nn.Dropout(dropout)
        self.read = nn.Linear(width, TAGS + 2 * ROLES * LINK)
        self.link_bias = nn.Parameter(torch.zeros(ROLES, 2 * REACH + 1))
        self.transitions = nn.Parameter(torch.zeros(TAGS, TAGS))
        self.first = nn.Parameter(torch.zeros(TAGS))

    def load_minilm(self, path: Path) -> None:
        """Start from the weights of MiniLM."""
        source = load_file(str(path))
        with torch.no_grad():
            self.pieces.weight.copy_(source["embeddings.word_embeddings.weight"])
            kind = source["embeddings.token_type_embeddings.weight"][0]
            self.positions.copy_(source["embeddings.position_embeddings.weight"] + kind)
            self.norm.weight.copy_(source["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(source["embeddings.LayerNorm.bias"])
            for layer, number in zip(self.layers, self.kept, strict=True):
                _load_layer(layer, source, f"encoder.layer.{number}.", self.inner)

    def load_trained(self, other: Network, *, layers: bool = True) -> None:
        """Start from a trained network: its inputs, its heads and the layers that both have.

        Of wider feed-forward parts the neurons with the largest weights are taken.

        Args:
            other: The trained network.
            layers: Take its transformer layers too; without, only what is below and above them.
        """
        own, given = self.state_dict(), other.state_dict()
        for name, value in own.items():
            if not name.startswith("layers.") and name in given:
                value.copy_(given[name])
        for number, layer in zip(self.kept, self.layers, strict=True):
            if layers and number in other.kept:
                _copy_layer(layer, other.layers[other.kept.index(number)])

    def embed(self, pieces: Tensor) -> Tensor:
        """Mean vector of each word's pieces."""
        present = (pieces > 0).float().unsqueeze(-1)
        summed = (self.pieces(pieces) * present).sum(2)
        return summed / present.sum(2).clamp(min=1)

    def forward(
        self, pieces: Tensor, flags: Tensor, heads: Tensor, children: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Inputs as `detente.reading.attribution.windows.batch` makes them.

        Returns:
            Tag scores, B x T x 7, and linking vectors, B x T x 192 (cue side, then word side, by role).
        """
        return self.after(self.embed(pieces), flags, heads, children, mask)

    def after(
        self, vectors: Tensor, flags: Tensor, heads: Tensor, children: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The rest of `forward`, from B x T x 384 word vectors on."""
        x = vectors + self.positions[: vectors.shape[1]]
        for number, table in enumerate(self.flags):
            x = x + table(flags[:, :, number])
        for number, table in enumerate(self.above):
            x = x + table(torch.gather(flags[:, :, 3 + number], 1, heads[:, :, 0]))
        x = self.drop(self.norm(x + self.below(children)))
        bias = ((1 - mask) * -10000.0)[:, None, None, :]
        flat = heads.flatten(1)
        for layer in self.layers:
            x = layer(x, bias, flat)
        out = self.read(self.drop(x))
        return out[..., :TAGS], out[..., TAGS:]


def _load_layer(layer: Layer, source: dict[str, Tensor], prefix: str, inner: int) -> None:
    """Copy one layer's weights; of the feed-forward neurons the `inner` strongest."""
    own = "attention.self."
    for kind in ("weight", "bias"):
        parts = [source[f"{prefix}{own}{name}.{kind}"] for name in ("query", "key", "value")]
        getattr(layer.qkv, kind).copy_(torch.cat(parts))
        getattr(layer.out, kind).copy_(source[f"{prefix}attention.output.dense.{kind}"])
        getattr(layer.norm1, kind).copy_(source[f"{prefix}attention.output.LayerNorm.{kind}"])
        getattr(layer.norm2, kind).copy_(source[f"{prefix}output.LayerNorm.{kind}"])
    up, down = source[f"{prefix}intermediate.dense.weight"], source[f"{prefix}output.dense.weight"]
    strength = up.norm(dim=1) * down.norm(dim=0)
    best = strength.topk(inner).indices.sort().values
    layer.up.weight.copy_(up[best])
    layer.up.bias.copy_(source[f"{prefix}intermediate.dense.bias"][best])
    layer.down.weight.copy_(down[:, best])
    layer.down.bias.copy_(source[f"{prefix}output.dense.bias"])


@torch.no_grad()
def _copy_layer(layer: Layer, given: Layer) -> None:
    """Copy a trained layer, with fewer feed-forward neurons if need be."""
    inner = layer.up.out_features
    strength = given.up.weight.norm(dim=1) * given.down.weight.norm(dim=0)
    best = strength.topk(inner).indices.sort().values
    state = given.state_dict()
    state["up.weight"], state["up.bias"] = state["up.weight"][best], state["up.bias"][best]
    state["down.weight"] = state["down.weight"][:, best]
    layer.load_state_dict(state)


def crf_loss(scores: Tensor, tags: Tensor, mask: Tensor, weights: Tensor, network: Network) -> Tensor:
    """Negative log-likelihood of the gold tags under the linear-chain CRF, windows weighted, for each word."""
    t = scores.shape[1]
    gold = scores.gather(2, tags.unsqueeze(-1)).squeeze(-1)
    steps = network.transitions[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]
    total = (gold * mask).sum(1) + steps.sum(1) + network.first[tags[:, 0]]
    alpha = network.first + scores[:, 0]
    for step in range(1, t):
        after = torch.logsumexp(alpha.unsqueeze(2) + network.transitions, 1) + scores[:, step]
        alpha = torch.where(mask[:, step : step + 1] > 0, after, alpha)
    return (weights * (torch.logsumexp(alpha, 1) - total)).sum() / mask.sum()


def link_scores(links: Tensor, cues: Tensor, link_bias: Tensor) -> Tensor:
    """Scores that words belong to cues' attributions.

    Args:
        links: Linking vectors of the windows, one for each cue: C x T x 192.
        cues: Weight of each word in the cue, C x T, summing to 1.
        link_bias: Bias of each role at each distance, 3 x (2 `REACH` + 1).

    Returns:
        C x 3 x T, for cue, source, content.
    """
    c, t, _ = links.shape
    query = torch.einsum("ct,ctd->cd", cues, links[..., : ROLES * LINK]).view(c, ROLES, LINK)
    keys = links[..., ROLES * LINK :].view(c, t, ROLES, LINK)
    starts = (cues > 0).float().argmax(1, keepdim=True)
    distance = (torch.arange(t) - starts).clamp(-REACH, REACH) + REACH
    near = link_bias[:, distance].transpose(0, 1)
    return torch.einsum("crd,ctrd->crt", query, keys) / math.sqrt(LINK) + near
