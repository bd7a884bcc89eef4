-- The touched observations as they are now, with all that belongs to them, and their place in the story of the whole
-- log as the public learned it.

delete from internal.observation where observation in (from internal.touched_observation);
insert into internal.observation
with version as (from internal.version where record in (select record from internal.touched_record))
from internal.observation_at(internal.never());

delete from internal.report where observation in (from internal.touched_observation);
insert into internal.report
with version as (from internal.version where record in (select record from internal.touched_record)),
    observation as (from internal.observation where observation in (from internal.touched_observation)),
    -- A touched report may belong to another observation by now, which has it already.
    live_observation as (select observation from observation)
from internal.report_at(internal.never());

delete from internal.retraction where by_observation in (from internal.touched_observation);
insert into internal.retraction
with observation as (from internal.observation where observation in (from internal.touched_observation)),
    -- The live observations that the touched ones ever retracted.
    live_observation as (
        select observation from internal.observation where observation in (
            select observation from internal.stated_retraction where by_observation in (from internal.touched_observation)
        )
    )
from internal.retraction_at(internal.never());

delete from internal.live_order where owner in (select record from internal.touched_record);
insert into internal.live_order
with version as (from internal.version where record in (select record from internal.touched_record))
from internal.live_order_at(internal.never());

delete from internal.edge where earlier in (select record from internal.touched_record);
insert into internal.edge
with observation as (from internal.observation where observation in (from internal.touched_observation)),
    report as (from internal.report where observation in (from internal.touched_observation)),
    live_order as (from internal.live_order where owner in (select record from internal.touched_record))
from internal.edge_at(internal.never());

delete from internal.moment where observation in (from internal.touched_observation);
insert into internal.moment
with observation as (from internal.observation where observation in (from internal.touched_observation)),
    report as (from internal.report where observation in (from internal.touched_observation)),
    edge as (from internal.edge where earlier in (select record from internal.touched_record))
from internal.moment_at(internal.never());

delete from internal.stance where observation in (from internal.touched_observation);
insert into internal.stance
with observation as (from internal.observation where observation in (from internal.touched_observation)),
    moment as (from internal.moment where observation in (from internal.touched_observation))
from internal.stance_at(internal.never());

delete from internal.story where observation in (from internal.touched_observation);
insert into internal.story
with moment as (from internal.moment where observation in (from internal.touched_observation)),
    edge as (from internal.edge where earlier in (select record from internal.touched_record)),
    learned_moment as (from internal.learned('public'))
from internal.story_of();
