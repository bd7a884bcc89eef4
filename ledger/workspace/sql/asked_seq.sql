-- One row: the last seq that a view looks at.
select {asked} as seq
