-- One row is an actor's move from support to deny or back, among what is certainly known at a cut: what it said of a
-- claim first and certainly next, when, and by whose account.
with recursive {scope},
moved as materialized (from internal.reversals_told()),
wanted as (select from_observation as observation from moved union select to_observation from moved),
carrying as (from {reports}),
told as materialized (
    select o.observation, o.called, o.audience, o.occurred_text, nullif(m.earliest, '-infinity') as occurred_earliest,
        m.latest as occurred_latest, o.text, coalesce(c.reports, []) as reports
    from observation o
        join moment m on m.record = o.observation and m.ordinal = 0
        left join internal.reports_carried() c on c.observation = o.observation
    where o.observation in (from wanted)
)
select c.called as claim, c.text, a.called as actor, a.name,
    r.from_position, s.basis as from_basis, s.certainty as from_certainty,
    f.called as from_event, f.text as from_text, f.audience as from_audience,
    f.occurred_text as from_occurred_text, f.occurred_earliest as from_occurred_earliest,
    f.occurred_latest as from_occurred_latest, f.reports as from_reports,
    r.to_position, u.basis as to_basis, u.certainty as to_certainty,
    t.called as to_event, t.text as to_text, t.audience as to_audience,
    t.occurred_text as to_occurred_text, t.occurred_earliest as to_occurred_earliest,
    t.occurred_latest as to_occurred_latest, t.reports as to_reports
from moved r
    join claim c using (claim)
    join actor a using (actor)
    join told f on f.observation = r.from_observation
    join told t on t.observation = r.to_observation
    join stance s on s.observation = r.from_observation and s.claim = r.claim
    join stance u on u.observation = r.to_observation and u.claim = r.claim
where {which}
order by t.occurred_earliest nulls first, t.occurred_latest, r.to_observation, r.claim {first}
