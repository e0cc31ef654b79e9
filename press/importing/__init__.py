"""A file of contacts, from bytes to cards: read, columns, cells, matches, writes. Nothing of HTTP in it."""
