"""The pages that explore many articles: search, actors, dyads, blocs, issues, network, map, commitments, questions."""

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
    world_map,
)

PAGES = (search, actors, actor, dyad, bloc, issue, network, world_map, ledger, runs, dossier)
