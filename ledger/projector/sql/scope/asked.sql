-- The clock times that a question names, if any, and the last seq of the log that it looks at.
given as materialized ({given}),
    asked as materialized (select {asked_seq} as seq)
