-- One row is an observation that is visible at a cut, with the stances that it takes, and what it takes back.
with recursive {scope},
seen as materialized (from {observations}),
wanted as (select seq as observation from seen),
quoted as (select observation, array_to_string(internal.spoken(quotes), chr(10)) as words from {reports})
select s.*, coalesce(t.stances, []) as stances, coalesce(b.retracts, []) as retracts
from seen s
    left join internal.stances_taken() t on t.observation = s.seq
    left join internal.retracts_taken() b on b.observation = s.seq
where {which}
order by s.occurred_earliest nulls first, s.occurred_latest, s.seq
