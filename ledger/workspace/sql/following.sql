-- Part of story.sql. One row is a step that is told: whether it certainly follows the one told before it, and which it
-- does not certainly follow of the hundred told before it (without a bound there could be as many as the square of the
-- steps).
with learned_moment as materialized (from {learned} where observation in (select number from told)),
placed_step as materialized (
    select step, number, coalesce(known_earliest, '-infinity') as known_earliest, known_latest,
        row_number() over (order by step) as place
    from told
),
earlier as materialized (
    select l.step, l.number as latter, f.step as former_step, f.number as former, f.place = l.place - 1 as is_previous
    from placed_step l join placed_step f on f.place between l.place - 100 and l.place - 1
    where f.place = l.place - 1 or f.known_latest > l.known_earliest
),
pair as materialized (select former, latter from earlier),
follower as materialized (from internal.certain_pair()),
placed_before as (
    select e.step, bool_or(f.former is not null) filter (where e.is_previous) as follows_certainly,
        list(e.former_step order by e.former_step) filter (where f.former is null) as open_after
    from earlier e left join follower f on f.former = e.former and f.latter = e.latter
    group by e.step
)
select s.step, p.follows_certainly, coalesce(p.open_after, []) as not_certainly_after
from placed_step s left join placed_before p using (step)
