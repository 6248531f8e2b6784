"""The learned part of event coding: which words carry an event, its type and status, and who did it to whom.

`load_event_network` loads the model that ships with Détente. It reads on from the attribution network's states, so
one pass of that encoder serves both. model/CARD.md tells what it was trained on, how well it does and where it fails.
"""

from detente.reading.events.network.tagger import EventNetwork, load_event_network

__all__ = ["EventNetwork", "load_event_network"]
