"""Average the weights of networks that follow from the same start.

python training/events/average.py --models a.pt b.pt --out averaged.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from network import restore, save


def main() -> None:
    """Average and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    networks, held = zip(*(restore(path) for path in options.models), strict=True)
    states = [network.state_dict() for network in networks]
    networks[0].load_state_dict({name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]})
    save(networks[0], options.out, paths=held[0]["paths"], passes=sum(one["passes"] for one in held))


if __name__ == "__main__":
    main()
