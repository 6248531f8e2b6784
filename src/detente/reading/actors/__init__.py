"""Who is who in an article: names, descriptions and pronouns → the cast that the other readers ask."""

from detente.reading.actors.first_person import with_first_person
from detente.reading.actors.read import read_actors

__all__ = ["read_actors", "with_first_person"]
