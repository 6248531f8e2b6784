"""Commands for runs over many files at once."""
