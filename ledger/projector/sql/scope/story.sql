-- The story of a perspective up to a cut, what it touches, what the rules give along it, and the resulting revisions of
-- claims: the rest of a question's `with`, after the relations. `most` is 1 for what is certainly visible at the cut, 2
-- for what is possible too. It has only moments that are at least possibly before the cut: nothing is told of others,
-- not even that they come. For `ledger` it is the log. `is_told` restricts the story to its first steps.
cut as materialized ({cut}),
    around as materialized (from internal.around_cut()),
    placed as materialized (
        from internal.placed({perspective}, {event_id})
        where is_certain or is_possible
    ),
    visible as (select observation, if(bool_or(is_certain), 1, 2) as step from placed group by observation),
    learned_moment as (from placed),
    story as materialized (
        from internal.story_of()
        where observation in (select observation from visible where step <= {most}) and {is_told}
    ),
    claim_step as materialized (from internal.claim_step_of()),
    uttered as materialized (
        from internal.uttered_in_story() where {perspective} <> 'ledger'
        union all
        select observation, actor, claim, stance, from_step, until_step, earliest, latest
        from internal.recorded_stance({seq}) where {perspective} = 'ledger'
    ),
    retracts as (
        from internal.retracts_in_story() where {perspective} <> 'ledger'
        union all
        from internal.recorded_retraction({seq}) where {perspective} = 'ledger'
    ),
    speaks_for as (
        from internal.speaks_for_always() where {perspective} <> 'ledger'
        union all
        from internal.recorded_origin({seq}) where {perspective} = 'ledger'
    ),
    belief_row as materialized (from internal.belief()),
    revision as (from internal.revision_of(if({perspective} = 'ledger', 'log', 'story'), {perspective}))
