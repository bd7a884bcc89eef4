"""The command line, as its users meet it: words in, lines and an exit code out."""
