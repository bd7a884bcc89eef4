-- A cut, what is visible there, and what the rules give for it: the rest of a question's `with`, after the relations.
cut as materialized ({cut}),
    around as materialized (from internal.around_cut()),
    visible as materialized (from internal.visible_to({perspective}, {event_id})),
    uttered as materialized (from internal.uttered_at_cut()),
    retracts as (from internal.retracts_at_cut()),
    judged as materialized (from internal.judged_at_cut()),
    held as materialized (from internal.held_at_cut())
