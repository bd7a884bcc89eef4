-- The story of the whole log, as the public learned it, and its revisions; those of the log itself beside them.
delete from internal.step_now;
insert into internal.step_now from internal.step('story', 'public', internal.head());
delete from internal.belief_now;
insert into internal.belief_now from internal.belief('story', null::timestamp, null, 'public', internal.head());
delete from internal.revision_now;
insert into internal.revision_now from internal.revision_of('story', 'public', internal.head());
insert into internal.revision_now from internal.revision_of('log', 'ledger', internal.head());
delete from internal.position_now;
insert into internal.position_now
with belief_row as (from internal.belief_now), story_rank as (select observation, step as rank from internal.step_now)
from internal.position_by(internal.never() - 1);
