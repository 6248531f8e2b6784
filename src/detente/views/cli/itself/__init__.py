"""What Détente says of itself: what is installed, how to cite it, how far to trust it."""
