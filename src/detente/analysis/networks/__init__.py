"""Networks: who stands with whom, by what they say and by what they do to each other."""
