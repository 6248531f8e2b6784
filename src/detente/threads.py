"""How many threads numpy's matrix products use: one for each process that reads.

More would fight over the same cores. On two cores they double the processor time of an article and save no time.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How the libraries that numpy may bring are told. They read it when they are loaded, and never again.
_VARIABLES: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def use_one_thread() -> None:
    """Let numpy use one thread if it is not loaded yet and nobody has settled it otherwise."""
    for name in _VARIABLES:
        os.environ.setdefault(name, "1")


@contextlib.contextmanager
def one_thread_each() -> Iterator[None]:
    """Let the processes that are started meanwhile use one thread each; this one's environment is as before."""
    set_here = [name for name in _VARIABLES if name not in os.environ]
    use_one_thread()
    try:
        yield
    finally:
        for name in set_here:
            del os.environ[name]
