-- What the rules give for the claims that are touched, along the story of the whole log as the public learned it, and
-- their revisions; those of the log itself beside them.

delete from internal.claim_step where claim in (from internal.touched_claim);
insert into internal.claim_step
with stance as (from internal.stance where claim in (from internal.touched_claim)),
    retraction as (from internal.retraction where observation in (select observation from stance))
from internal.claim_step_of();

delete from internal.belief_now where claim in (from internal.touched_claim);
insert into internal.belief_now
with claim_step as (from internal.claim_step where claim in (from internal.touched_claim)),
    stance as (from internal.stance where claim in (from internal.touched_claim)),
    moment as (from internal.moment where observation in (select observation from claim_step)),
    uttered as materialized (from internal.uttered_in_story()),
    withdrawn as (from internal.withdrawn_in_story()),
    speaks_for as (from internal.speaks_for_always())
from internal.belief();

delete from internal.revision_now where claim in (from internal.touched_claim);
insert into internal.revision_now
with belief_row as (from internal.belief_now where claim in (from internal.touched_claim)),
    claim_step as (from internal.claim_step where claim in (from internal.touched_claim)),
    moment as (from internal.moment where observation in (select observation from claim_step)),
    learned_moment as materialized (from internal.learned('public'))
from internal.revision_of('story', 'public');

insert into internal.revision_now
with version as (
        from internal.version
        where type = 'actor'
            or record in (select observation from internal.ever_touched where claim in (from internal.touched_claim))
    ),
    claim as (from internal.claim where claim in (from internal.touched_claim)),
    moment as (from internal.moment where observation in (select record from version)),
    uttered as materialized (from internal.recorded_stance(internal.head())),
    withdrawn as (from internal.recorded_retraction(internal.head())),
    speaks_for as (from internal.recorded_origin),
    belief_row as materialized (from internal.belief())
from internal.revision_of('log', 'ledger');

delete from internal.position_now where claim in (from internal.touched_claim);
insert into internal.position_now
with belief_row as (from internal.belief_now where claim in (from internal.touched_claim)),
    story_rank as (
        select observation, place as rank from internal.story where observation in (
            select observation from internal.claim_step where claim in (from internal.touched_claim)
        )
    )
from internal.position_at_end();
