-- As story.sql, for the public at the end of all that is recorded, from the tables, for one claim.
this_claim as materialized (select claim from internal.claim where called = {claim}),
    claim_step as (from internal.claim_step where claim in (from this_claim)),
    story as (from internal.story),
    observation as (from internal.observation),
    claim as (from internal.claim),
    belief_row as (from internal.belief_now where claim in (from this_claim)),
    revision as (from internal.revision_now where perspective = 'public' and claim in (from this_claim))
