-- One row is an observation as people see it, with its tightened times and when it became public.
create macro internal.observation_shown() as table
    with carried as (select observation, count(*) as reports from report group by observation)
    select o.observation as number, o.called as observation, o.kind, o.text, a.called as speaker, w.called as origin, o.audience, o.occurred_text,
        nullif(m.earliest, '-infinity') as occurred_earliest, m.latest as occurred_latest,
        nullif(p.known_earliest, '-infinity') as public_earliest, p.known_latest as public_latest,
        o.observation as seq, coalesce(c.reports, 0) as reports, o.note
    from observation o
        join moment m on m.name = o.observation and m.ordinal = 0
        left join actor a on a.actor = o.speaker
        left join origin on origin.actor = o.speaker
        left join actor w on w.actor = origin.origin
        left join published p on p.observation = o.observation
        left join carried c on c.observation = o.observation;

-- The words of the quotes of a report, in their order. Quotes that follow one another in the source with at most a space
-- between them are one stretch of speech.
create macro internal.spoken(quotes) as (
    list_transform(
        list_reduce(
            list_transform(quotes, lambda quote: [quote]),
            lambda told, next: case
                when next[1]."start" - told[-1]."end" between 0 and 1 then told[:-2] || [{
                    exact: told[-1].exact || if(next[1]."start" > told[-1]."end", ' ', '') || next[1].exact,
                    "start": told[-1]."start",
                    "end": next[1]."end"
                }]
                else told || next
            end,
            []
        ),
        lambda quote: quote.exact
    )
);
