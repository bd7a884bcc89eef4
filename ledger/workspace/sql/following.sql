-- Part of story.sql. One row is a step that is told, and whether it certainly follows the one before it among these.
with learned_moment as materialized (
    from internal.placed({perspective}, {event_id})
    where (is_certain or is_possible) and observation in (select number from told)
),
pair as materialized (
    select former, latter
    from (select number as latter, lag(number) over (order by step) as former from told)
    where former is not null
),
follower as materialized (from internal.certain_pair())
select step, if(step = (select min(step) from told), null, number in (select latter from follower)) as follows_certainly
from told
