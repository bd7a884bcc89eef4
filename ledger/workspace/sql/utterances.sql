-- One row is an observation as of the seq asked about: what it says, who carries it, and when the perspective learns of
-- it.
with recursive {scope},
wanted as materialized (select o.observation from observation o where {which}),
known as materialized (from internal.known_or_recorded({perspective}) where observation in (from wanted)),
-- Only what the perspective knows of takes anything back.
retracted as (
    select r.observation, list({
            observation: n.name, speaker: a.called, claim: c.name, visible: if(v.step = 1, 'certain', 'possible')
        } order by n.name, c.name) as retractions
    from retraction r
        join visible v on v.observation = r.by_observation
        join internal.called n on n.record = r.by_observation
        join observation o on o.observation = r.by_observation
        join actor a on a.actor = o.speaker
        left join internal.called c on c.record = r.claim
    where r.observation in (from wanted) group by r.observation
),
carrying as (from {reports})
select o.called as observation, o.observation as seq, o.kind, o.text, a.called as speaker, w.called as origin, o.audience, o.occurred_text,
    nullif(m.earliest, '-infinity') as occurred_earliest, m.latest as occurred_latest, coalesce(o.follows, []) as follows,
    case v.step when 1 then 'certain' when 2 then 'possible' end as visible,
    nullif(n.known_earliest, '-infinity') as known_earliest, n.known_latest,
    coalesce(t.stances, []) as stances, coalesce(b.retracts, []) as retracts, coalesce(k.retractions, []) as retractions,
    coalesce(c.reports, []) as reports, o.note
from observation o
    join moment m on m.record = o.observation and m.ordinal = 0
    left join actor a on a.actor = o.speaker
    left join origin g on g.actor = o.speaker
    left join actor w on w.actor = g.origin
    left join visible v on v.observation = o.observation
    left join known n on n.observation = o.observation
    left join internal.stances_taken() t on t.observation = o.observation
    left join internal.retracts_taken() b on b.observation = o.observation
    left join retracted k on k.observation = o.observation
    left join internal.reports_carried() c on c.observation = o.observation
where o.observation in (from wanted)
order by m.earliest nulls first, m.latest, m.depth, o.observation
