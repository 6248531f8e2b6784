"""The web: pages and feeds, fetched politely, within limits of time and size."""
