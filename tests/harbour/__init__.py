"""A small harbour in which something happens: what the generator of histories draws its events from."""
