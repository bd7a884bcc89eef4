-- The story of a perspective up to a cut, what it touches, and what the rules give along it, as a question about a story
-- goes on with after the relations. `most` is 1 for what is certainly visible at the cut, 2 for what is possible too. Its
-- moments are those that are at least possibly before the cut: of others nothing is told, not even that they come.
cut as materialized (from internal.cut(clock, event_id, (select n from asked))),
    placed as materialized (
        from internal.placed(internal.known_perspective(perspective))
        where is_certain or is_possible
    ),
    learned_moment as (from placed),
    story as materialized (
        select s.*, v.seen
        from internal.story_of() s
            join (select observation, if(bool_or(is_certain), 1, 2) as seen from placed group by observation) v using (observation)
        where v.seen <= most
    ),
    claim_step as materialized (from internal.claim_step_of()),
    belief_row as materialized (
        from internal.belief(
            if(perspective = 'ledger', 'log', 'story'), null::timestamp, null, perspective, (select n from asked)
        )
    )
