"""The pages that explore many articles: who, with whom, on what, where, and what was said, asked and left open."""

from detente.views.web.pages.explore import (
    actor,
    actors,
    bloc,
    dossier,
    dyad,
    issue,
    ledger,
    network,
    runs,
    search,
    substance,
    world_map,
)

PAGES = (search, actors, actor, dyad, bloc, issue, network, world_map, ledger, substance, runs, dossier)
