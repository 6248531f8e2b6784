"""The pages, one module each: a frozen dataclass of what is shown, a pure function that makes it, and its routes."""

from detente.views.web.pages import about, article, articles, earlier, home, read, relations, review
from detente.views.web.pages.correct import acts, adjudicate, claim, history, missing, who
from detente.views.web.pages.explore import PAGES as EXPLORE

#: In the order in which their routes are tried.
PAGES = (
    home,
    articles,
    article,
    read,
    review,
    adjudicate,
    relations,
    claim,
    acts,
    missing,
    history,
    earlier,
    who,
    about,
    *EXPLORE,
)
