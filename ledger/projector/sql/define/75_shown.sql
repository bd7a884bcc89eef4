-- What people see of records, over the relations of the caller: the same in SQL and on the pages of the commands.

-- The members of a group who hold a position, by name.
create macro internal.holders(who, position, wanted) as coalesce(
    list(who order by who) filter (where position = wanted), []
);

-- The origins of a group that have members on both sides, by name.
create macro internal.divided_origins(origin, position) as coalesce(list_sort(list_intersect(
    list(origin) filter (where position = 'support'), list(origin) filter (where position = 'deny')
)), []);

-- One row is an actor, with the body that it is a part of and the origin that it speaks for.
create macro internal.actor_shown() as table
    select a.called as actor, a.name, a.role, w.called as part_of, p.called as origin, a.independent, a.aliases, a.note,
        a.actor as seq
    from actor a
        join origin o using (actor)
        join actor p on p.actor = o.origin
        left join actor w on w.actor = a.part_of;

-- One row is a source, with its times if it has a date.
create macro internal.source_shown() as table
    select called as source, publisher, title, kind, language, url, archived, audience, published_text,
        if(is_dated, nullif(earliest, '-infinity'), null) as published_earliest,
        if(is_dated, latest, null) as published_latest,
        captured_text, sha256, reliability, note, source as seq
    from source;

-- One row is an observation as people see it, with its tightened times and when it became public.
create macro internal.observation_shown() as table
    with carried as (select observation, count(*) as reports from report group by observation)
    select o.observation as number, o.called as observation, o.kind, o.text, a.called as speaker, w.called as origin,
        o.audience, o.occurred_text,
        nullif(m.earliest, '-infinity') as occurred_earliest, m.latest as occurred_latest,
        nullif(p.known_earliest, '-infinity') as public_earliest, p.known_latest as public_latest,
        o.observation as seq, coalesce(c.reports, 0) as reports, o.note
    from observation o
        join moment m on m.record = o.observation and m.ordinal = 0
        left join actor a on a.actor = o.speaker
        left join origin on origin.actor = o.speaker
        left join actor w on w.actor = origin.origin
        left join published p on p.observation = o.observation
        left join carried c on c.observation = o.observation;

-- A text without capitals and accents, for searching: some letters have two small forms and one capital. A text of
-- ASCII alone, which has as many bytes as letters, needs less.
create macro internal.plain(words) as if(
    strlen(words) = length(words), lower(words), strip_accents(lower(upper(nfc_normalize(words))))
);

-- The words of the quotes of a report, in their order. Quotes that follow one another in the source with at most a space
-- between them are one stretch of speech.
create macro internal.spoken(quotes) as list_transform(
    if(len(quotes) < 2, quotes, list_reduce(
        list_transform(quotes, lambda quote: [quote]),
        lambda told, next: case
            when next[1]."start" - told[-1]."end" between 0 and 1 then told[:-2] || [{
                exact: told[-1].exact || if(next[1]."start" > told[-1]."end", ' ', '') || next[1].exact,
                "start": told[-1]."start",
                "end": next[1]."end"
            }]
            else told || next
        end
    )),
    lambda quote: quote.exact
);

-- Slot: the observations to tell of, with what they say and who carries them.
create table slot.wanted (observation bigint);

-- One row is one of them with what it says, and who says it to whom.
create macro internal.words_taken() as table
    select o.observation, o.kind, o.text, a.called as speaker, o.audience, o.occurred_text
    from observation o left join actor a on a.actor = o.speaker
    where o.observation in (from wanted);

-- The same with the stances that it takes.
create macro internal.stances_taken() as table
    select s.observation,
        list({claim: c.called, stance: s.stance, basis: s.basis, certainty: s.certainty} order by c.called) as stances
    from stance s join claim c using (claim)
    where s.observation in (from wanted)
    group by s.observation;

-- The same with what it retracts.
create macro internal.retracts_taken() as table
    select r.by_observation as observation,
        list({observation: n.name, claim: c.name} order by n.name, c.name) as retracts
    from retraction r
        join internal.called n on n.record = r.observation
        left join internal.called c on c.record = r.claim
    where r.by_observation in (from wanted)
    group by r.by_observation;

-- One row is a report of one of them, and how it is visible: without a cut, certainly.
create macro internal.reports_wanted() as table
    select *, 'certain' as visible from report where observation in (from wanted);

-- The same at a cut: what was certainly published after it is left out. For the perspective `ledger` a cut is a seq,
-- and all that is recorded up to it is visible.
create macro internal.reports_wanted_at_cut(event_id) as table
    with told_moment as (
        select record, ordinal, observation, earliest, latest, depth
        from moment where not is_occurrence and observation in (from wanted)
    )
    select r.*, if(p.is_certain, 'certain', 'possible') as visible
    from report r join internal.placed_told(event_id) p using (record, ordinal)
    where p.is_certain or p.is_possible;

-- The same as the `wanted` lines of the log state it: the story of the log tells what each line says, whether or not it
-- still holds. The source of a report is as it was at the seq asked about.
create macro internal.words_stated() as table
    select seq as observation, kind,
        case type
            when 'relation' then concat_ws(' ', "from", relation, "to")
            when 'report' then concat_ws(' ', observation, 'in', source)
            when 'order' then concat_ws(' ', "first", 'came before', "then")
            when 'assessment' then concat_ws(' ', assessor, 'finds', claim, verdict)
            else coalesce(text, name, title, publisher)
        end as text,
        speaker, coalesce(audience, if(speaker is null, [], ['public'])) as audience, occurred.text as occurred_text
    from internal.line where seq in (from wanted);
create macro internal.stances_stated() as table
    select seq as observation,
        list_sort(list_transform(stances, lambda each: {
            claim: each.claim, stance: each.stance, basis: coalesce(each.basis, 'direct'),
            certainty: coalesce(each.certainty, 'certain')
        })) as stances
    from internal.line where seq in (from wanted);
create macro internal.retracts_stated() as table
    select seq as observation, list({observation: retracted.observation, claim: claim} order by retracted.observation, claim) as retracts
    from (
        select seq, retracted, unnest(if(len(retracted.claims) > 0, retracted.claims, [null])) as claim
        from (select seq, unnest(retracts) as retracted from internal.line where seq in (from wanted))
    )
    group by seq;
create macro internal.reports_stated() as table
    select r.seq as record, r.ordinal, r.seq as observation, s.source, coalesce(r.report.via, []) as via, r.report.mode,
        coalesce(r.report.audience, s.audience) as audience,
        coalesce(r.report.published.text, s.published_text) as published_text, null::timestamp as earliest,
        coalesce(r.report.quotes, []) as quotes, 'certain' as visible
    from (
        select seq, generate_subscripts(reports, 1) as ordinal, unnest(reports) as report
        from internal.line where seq in (from wanted)
        union all
        select seq, 0, {source: source, via: via, mode: mode, audience: audience, published: published, quotes: quotes}
        from internal.line where type = 'report' and seq in (from wanted)
    ) r join source s on s.called = r.report.source;

-- Slot: the reports to tell of.
create table slot.carrying as from internal.reports_wanted() limit 0;

-- One row is an observation with its reports in the order of the log, each with the speaker's words in it. (Here and in
-- 80_asked.sql, `in` narrows a table of the whole log to what is told before it is joined: DuckDB cannot guess how little
-- that is.)
create macro internal.reports_carried() as table
    select c.observation,
        list({
            report: n.name, source: s.called, publisher: s.publisher, title: s.title, url: s.url,
            via: c.via, mode: c.mode, audience: c.audience, published_text: c.published_text,
            published_earliest: nullif(c.earliest, '-infinity'), source_published_text: s.published_text,
            quotes: internal.spoken(c.quotes), visible: c.visible
        } order by c.record, c.ordinal) as reports
    from carrying c
        join (from source where source in (select source from carrying)) s using (source)
        join internal.called n on n.record = c.record
    group by c.observation;
