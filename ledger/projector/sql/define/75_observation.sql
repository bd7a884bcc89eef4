-- One row is an observation as people see it, with its tightened times and when it became public.
create macro internal.observation_shown() as table
    with published as (
        select observation, min(earliest) as earliest, min(latest) as latest from moment where is_public group by observation
    ),
    carried as (select observation, count(*) as reports from report group by observation)
    select o.observation, o.kind, o.text, o.speaker, origin.origin, o.audience, o.occurred_text,
        nullif(m.earliest, '-infinity') as occurred_earliest, m.latest as occurred_latest,
        nullif(p.earliest, '-infinity') as public_earliest, p.latest as public_latest,
        o.seq, coalesce(c.reports, 0) as reports, o.note
    from observation o
        join moment m on m.name = o.observation and m.ordinal = 0
        left join origin on origin.actor = o.speaker
        left join published p on p.observation = o.observation
        left join carried c on c.observation = o.observation;
