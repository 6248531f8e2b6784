"""The pages that explore many articles: search, actors, dyads, blocs, issues, network, map, promises and questions."""

from detente.views.web.pages.explore import search

PAGES = (search,)
