"""Pages of the web: the article in them, its title, day and source."""
