"""The layers below the projections: the events, the encoding of a line, the order of moments, the log on its disk."""
