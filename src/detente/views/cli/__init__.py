"""The command line: a command a file. Nothing here imports a parser until an article is to be read."""
