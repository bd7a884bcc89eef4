-- What the rules give at the cut of a view, within the scope of a query.
internal.belief('cut', {cut}, internal.known_perspective({perspective}), (select n from asked))
