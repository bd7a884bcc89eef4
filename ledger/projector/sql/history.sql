-- As story.sql, of the public at the end of all that is recorded, from the tables, for one claim.
claim_step as (from internal.claim_step where claim = {claim}),
    story as (from internal.story),
    belief_row as (from internal.belief_now where claim = {claim}),
    revision as (from internal.revision_now where perspective = 'public' and claim = {claim})
