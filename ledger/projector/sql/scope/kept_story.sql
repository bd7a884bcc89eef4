-- Like story.sql, but from the tables, for the public at the end of all that is recorded; for `which` claims,
-- `which_steps` of them and which moments (`is_learned`), if not all.
visible as (select observation, 1::bigint as step from internal.story),
    story as (from internal.story where {is_told}),
    learned_moment as (from internal.learned('public') where {is_learned}),
    claim_step as (from internal.claim_step where {which} and {is_told}),
    belief_row as (from internal.belief_now where {which} and {which_steps}),
    revision as (from internal.revision_now where perspective = 'public' and {which} and {is_told})
