"""What Détente says of how far it may be trusted: the error card, as data, text and Markdown."""
