"""Who fills the places of a pattern: sources and targets of an event, from the grammar and the cast.

`roles` asks `slots` for the words at a place of the pattern, and `phrases` for the actors in a phrase.
"""

from detente.reading.events.arguments.roles import Arguments

__all__ = ["Arguments"]
