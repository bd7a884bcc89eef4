-- What is told of the whole log to the public, and to those who keep it, kept as tables (refresh/30_told.sql fills them).
create table internal.step_now as from internal.step('story', 'public', 0) limit 0;
create table internal.belief_now as from internal.belief('story', null::timestamp, null, 'public', 0) limit 0;
create table internal.revision_now as from internal.revision_of('story', 'public', 0) limit 0;
create table internal.position_now as
    with belief_row as (from internal.belief_now), story_rank as (select observation, step as rank from internal.step_now)
    from internal.position_by(internal.never() - 1) limit 0;
