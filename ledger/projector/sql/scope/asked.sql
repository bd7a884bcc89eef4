-- The last seq of the log that a question looks at; where a macro asks, also the clock time that it names.
asked as materialized ({asked})
