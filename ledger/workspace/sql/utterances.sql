-- One row is an observation by what the log held at the position asked about: what it says, who carries it, and when
-- it becomes known to the perspective.
with recursive {scope},
wanted as materialized (select o.observation from observation o where {which}),
learned as materialized (
    select observation, min(earliest) as earliest, min(latest) as latest
    from internal.learned({perspective}) where {perspective} <> 'ledger' group by observation
),
taken as (
    select observation, list({claim: claim, stance: stance, basis: basis, certainty: certainty} order by claim) as stances
    from stance where observation in (from wanted) group by observation
),
takes_back as (
    select by_observation as observation, list({observation: observation, claim: claim} order by observation, claim) as retracts
    from retraction where by_observation in (from wanted) group by by_observation
),
taken_back as (
    select observation, list(distinct by_observation order by by_observation) as retracted_by
    from retraction where observation in (from wanted) group by observation
),
carried as (
    select r.observation,
        list({
            report: r.name, source: r.source, publisher: s.publisher, title: s.title, url: s.url, via: r.via, mode: r.mode,
            audience: r.audience, published_text: r.published_text, source_published_text: s.published_text,
            quotes: internal.spoken(r.quotes)
        } order by r.seq, r.ordinal) as reports
    from report r join source s using (source)
    where r.observation in (from wanted)
    group by r.observation
)
select o.observation, o.seq, o.kind, o.text, o.speaker, g.origin, o.audience, o.occurred_text,
    nullif(m.earliest, '-infinity') as occurred_earliest, m.latest as occurred_latest, coalesce(o.follows, []) as follows,
    case v.step when 1 then 'certain' when 2 then 'possible' end as visible,
    nullif(l.earliest, '-infinity') as known_earliest, l.latest as known_latest,
    coalesce(t.stances, []) as stances, coalesce(b.retracts, []) as retracts, coalesce(k.retracted_by, []) as retracted_by,
    coalesce(c.reports, []) as reports, o.note
from observation o
    join moment m on m.name = o.observation and m.ordinal = 0
    left join origin g on g.actor = o.speaker
    left join visible v on v.observation = o.observation
    left join learned l on l.observation = o.observation
    left join taken t on t.observation = o.observation
    left join takes_back b on b.observation = o.observation
    left join taken_back k on k.observation = o.observation
    left join carried c on c.observation = o.observation
where o.observation in (from wanted)
order by m.earliest nulls first, m.latest, m.depth, o.seq
