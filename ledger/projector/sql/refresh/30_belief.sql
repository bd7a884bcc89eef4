-- What the rules give for the touched claims along the story of the whole log as the public learned it, and their
-- revisions, in that story and in that of the log itself.

-- The observations that ever touched these claims: a temp table, so that DuckDB knows its size.
create or replace temp table touching as
select distinct observation from internal.ever_touched where claim in (from internal.touched_claim);

delete from internal.claim_step where claim in (from internal.touched_claim);
insert into internal.claim_step
with stance as (from internal.stance where claim in (from internal.touched_claim)),
    retraction as (from internal.retraction where observation in (select observation from stance))
from internal.claim_step_of()
order by claim;

-- Both stories are judged together: in that of the log, claims and actors have negative numbers.
create or replace temp table judged_row as
with claim_step as (from internal.claim_step where claim in (from internal.touched_claim)),
    stance as (from internal.stance where claim in (from internal.touched_claim)),
    version as (
        from internal.version where type = 'actor'
        union all
        from internal.version where type = 'observation' and record in (from touching)
    ),
    claim as (from internal.claim where claim in (from internal.touched_claim)),
    retraction as (from internal.retraction where by_observation in (select observation from claim_step)),
    moment as (from internal.moment where observation in (select record from version)),
    uttered as materialized (
        from internal.uttered_in_story()
        union all
        select observation, -actor, -claim, stance, from_step, until_step, earliest, latest
        from internal.recorded_stance(internal.never())
    ),
    retracts as (
        from internal.retracts_in_story()
        union all
        select distinct r.observation, -s.claim, r.from_step, r.until_step
        from internal.recorded_retraction(internal.never()) r
            join internal.stated_stance s on s.observation = r.observation and (r.claim is null or r.claim = s.claim)
    ),
    speaks_for as (
        from internal.speaks_for_always()
        union all
        select -actor, origin, from_step, until_step from internal.recorded_origin
    )
from internal.belief();

delete from internal.belief_now where claim in (from internal.touched_claim);
insert into internal.belief_now
from judged_row where claim > 0 order by claim;

delete from internal.revision_now where claim in (from internal.touched_claim);
insert into internal.revision_now
with belief_row as (from judged_row),
    claim_step as (from internal.claim_step where claim in (from internal.touched_claim)),
    moment as (from internal.moment where observation in (select observation from claim_step)),
    learned_moment as materialized (from internal.learned('public'))
select r.* from internal.revision_of('both', 'public') r
order by claim;

delete from internal.position_now where claim in (from internal.touched_claim);
insert into internal.position_now
with belief_row as (from judged_row where claim > 0),
    story_rank as (
        select observation, place as rank from internal.story where observation in (
            select observation from internal.claim_step where claim in (from internal.touched_claim)
        )
    )
from internal.position_at_end()
order by claim;

drop table touching;
drop table judged_row;
