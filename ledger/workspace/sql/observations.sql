-- One row is an observation that is visible at a cut, with the stances that it takes and what it takes back, the sources
-- that may have carried it by then, and the speaker's words in these.
with recursive {scope},
chosen as materialized (
    from {observations} where {which} order by occurred_earliest nulls first, occurred_latest, seq {first}
),
wanted as (select seq as observation from chosen),
carrying as (from {reports}),
carried as (
    select c.observation, list(distinct s.called order by s.called) as sources,
        flatten(list(internal.spoken(c.quotes) order by c.record, c.ordinal)) as quotes
    from carrying c join source s using (source)
    group by c.observation
)
select s.*, coalesce(t.stances, []) as stances, coalesce(b.retracts, []) as retracts,
    coalesce(c.sources, []) as sources, coalesce(c.quotes, []) as quotes
from chosen s
    left join carried c on c.observation = s.seq
    left join internal.stances_taken() t on t.observation = s.seq
    left join internal.retracts_taken() b on b.observation = s.seq
order by s.occurred_earliest nulls first, s.occurred_latest, s.seq
