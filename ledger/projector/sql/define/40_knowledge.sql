-- Who knew what, when (design, section 6).

-- An instant, in UTC, as the clocks of a zone show it; and the instant at which they show a time: if they show it twice,
-- the later one.
create macro internal.shown(instant, zone) as (instant at time zone 'UTC') at time zone zone;
create macro internal.found(shown, zone) as (shown at time zone zone) at time zone 'UTC';

-- The midnight at which a day begins. If the clocks show it twice, the earlier one has the offset of the day before:
-- `earlier`, if they show it there.
create macro internal.offset_before(instant, zone) as
    internal.shown(instant - interval 1 day, zone) - (instant - interval 1 day);
create macro internal.beginning(midnight, found, earlier, zone) as
    if(internal.shown(earlier, zone) = midnight, least(earlier, found), found);

-- Whether a text is a seq, with or without @.
create macro internal.is_seq(text) as regexp_full_match(text, '@?\d{1,18}');

-- One row, the instants that a question's moment and its `recorded` mean, if they are times: with an offset, that
-- instant; a bare date, the end of that day in the ledger's zone. (A macro is planned wherever it is called, so both are
-- found here, once.)
create macro internal.given(moment, recorded) as table
    with said as (
        select axis, text, (select value from internal.meta where key = 'timezone') as zone,
            regexp_full_match(text, '\d{4}-\d\d-\d\d') as is_day,
            regexp_full_match(text, '\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)') as is_time,
            -- Null if DuckDB would read what the command line refuses: 24:00, or a year before 1 or after 9998.
            if(regexp_matches(text, '^(0000|9999)-|[T ]24:'), null, text) as allowed
        from (
            select unnest(['moment', 'recorded']) as axis,
                trim(unnest([moment, if(internal.is_seq(recorded), null, recorded)])) as text
        )
    ),
    day as (
        select *, try_cast(if(is_day, allowed, null) as date)::timestamp as midnight, midnight + interval 1 day as next,
            next - interval 1 microsecond as tick
        from said
    ),
    clocks as (
        select *, internal.found(midnight, zone) as found_midnight, internal.found(next, zone) as found_next,
            internal.found(tick, zone) as found_tick
        from day
    ),
    -- The end of a day, exclusive. If the clocks went back from the next day into this one, it is after the second time;
    -- DuckDB finds the second of two equal ticks. If the clocks skipped the last tick, the day ends with the next day's
    -- beginning.
    bounds as (
        select *,
            midnight - internal.offset_before(found_midnight, zone) as earlier,
            next - internal.offset_before(found_next, zone) as earlier_next,
            internal.beginning(midnight, found_midnight, earlier, zone) as begins,
            if(
                internal.shown(found_tick, zone) = tick, found_tick + interval 1 microsecond,
                internal.beginning(next, found_next, earlier_next, zone)
            ) as ends
        from clocks
    ),
    meant as (
        select axis, case
            when text is null then null
            when is_day then case
                when begins < ends then ends
                when begins >= ends then error(format('{} never was: the clocks of the ledger''s zone went forward over it', text))
                else error(format('there is no day {}', text))
            end
            when is_time then coalesce(
                try_cast(replace(allowed, 'T', ' ') as timestamptz) at time zone 'UTC', error(format('there is no time {}', text))
            )
            else error(format(
                'a moment needs an offset, or is a bare date: {}. Write it as 2020-01-06T16:10-05:00, 2020-01-06 21:10Z or 2020-01-06; '
                || 'for a TIMESTAMP, which is in UTC here: (…) at time zone ''UTC''; for just after an event use claims_after and the like',
                text
            ))
        end as instant
        from bounds
    )
    select max(instant) filter (axis = 'moment') as clock, max(instant) filter (axis = 'recorded') as recorded_by from meant;

-- The event that a cut is just after. Null is an error: a question with none is not about the end of the log.
create macro internal.given_event(event_id) as (
    coalesce(event_id::varchar, error('there is no event to ask after: NULL. To ask about all that is recorded, give NULL as the moment'))
);

-- The names most like a misspelt one, for the errors below.
create macro internal.nearest(wrong, kinds) as (
    select coalesce('; did you mean ' || string_agg(name, ' or ' order by likeness desc, name) || '?', '')
    from (
        select name, jaro_winkler_similarity(name, wrong) as likeness
        from internal.named
        -- DuckDB runs this even if nothing is misspelt: then it should compare no names.
        where list_contains(kinds, type)
            and (select count(*) from internal.named where name = wrong and list_contains(kinds, type)) = 0
        order by likeness desc, name limit 2
    )
    where likeness > 0.75
);

-- Here and below, alternatives that depend on which arguments are given are a `union all`, not a `case`: DuckDB prunes
-- branches that are constantly false.

-- The perspective, if there is one of that name. It is no error if it was not yet declared at the seq asked about.
create macro internal.known_perspective(perspective) as (
    select perspective where perspective in ('public', 'ledger')
    union all
    select case
        when exists (select 1 from internal.named where type = 'actor' and name = perspective) then perspective
        else error(
            'no perspective of that name: ' || coalesce(perspective, 'NULL')
            || internal.nearest(coalesce(perspective, ''), ['actor'])
        )
    end
    where coalesce(perspective not in ('public', 'ledger'), true)
);

-- The claim, if there is or was one of that name.
create macro internal.known_claim(claim) as (
    case
        when exists (select 1 from internal.named n where n.type = 'claim' and n.name = claim) then claim
        else error('no claim of that name: ' || coalesce(claim, 'NULL') || internal.nearest(coalesce(claim, ''), ['claim']))
    end
);

-- The last seq recorded by a time.
create macro internal.last_by(clock) as (
    select coalesce(max(seq), 0) from internal.line where recorded_at <= clock
);

-- The seq that `recorded` means: a seq, or the last one recorded by a time.
create macro internal.recorded_seq(recorded, recorded_by) as (
    select internal.head() where recorded is null
    union all
    select if(seq <= head, seq, error(format('the log ends at @{}; there is no {}', head, recorded)))
    from (select internal.head() as head, try_cast(ltrim(recorded, '@') as bigint) as seq)
    where internal.is_seq(recorded)
    union all
    select internal.last_by(recorded_by) where not internal.is_seq(recorded)
);

-- Whether the claim that a question is about, if any, is unknown: false, or an error.
create macro internal.refuse_unknown_claim(only_claim) as (
    select internal.known_claim(only_claim) is null where only_claim is not null
);

-- The seq of the line that an event id or a seq names; if a declaration was erased, of the first line left of its
-- record.
create macro internal.event_seq(event_id) as (
    coalesce(
        (select min(seq) from internal.line where id = event_id::varchar),
        (select min(record) from internal.named where name = event_id::varchar),
        (
            select seq from internal.line
            where internal.is_seq(event_id::varchar) and seq = try_cast(ltrim(event_id::varchar, '@') as bigint)
        ),
        -- Not for a question without an event, for which DuckDB may work this out as well.
        if(event_id is null, null, error('no event of that name: ' || event_id::varchar || internal.nearest(
            event_id::varchar, ['actor', 'source', 'claim', 'relation', 'observation', 'report', 'order', 'assessment']
        )))
    )
);

-- The last seq of the log that a question looks at. For the perspective `ledger` the cut is a seq too. It is an error if
-- there is no such perspective.
create macro internal.asked_seq(clock, recorded_by, event_id, perspective, recorded) as (
    select least(
        internal.recorded_seq(recorded, recorded_by),
        (
            select internal.event_seq(event_id) where perspective = 'ledger' and event_id is not null
            union all
            select internal.last_by(clock) where perspective = 'ledger' and event_id is null and clock is not null
        )
    )
    where internal.known_perspective(perspective) is not null
);

-- One row: the clock time that a question names, if any, and the last seq of the log that it looks at.
create macro internal.asked(moment, event_id, perspective, recorded) as table
    with given as materialized (from internal.given(moment, recorded))
    select (select clock from given) as clock, internal.asked_seq(
        (select clock from given), (select recorded_by from given), event_id, perspective, recorded
    ) as seq;

-- One row is an actor who is the perspective, or a part of it: what any of them is told, the perspective learns.
create macro internal.members(perspective) as table
    select a.actor, a.called
    from actor whole join body b on b.body = whole.actor join actor a on a.actor = b.member
    where whole.called = perspective;

-- One row is a moment at which the perspective, but not the public, learns of an observation.
create macro internal.privately_learned(perspective) as table
    select m.record, m.ordinal, m.observation, m.earliest, m.latest, m.depth
    from moment m
    where perspective <> 'public' and not m.is_public
        and (
            (m.is_occurrence and m.speaker in (select actor from internal.members(perspective)))
            or list_has_any(m.audience, (select list(called) from internal.members(perspective)))
        );

-- One row is a moment at which the perspective learns of an observation.
create macro internal.learned(perspective) as table
    select record, ordinal, observation, earliest, latest, depth from moment where is_public
    union all
    from internal.privately_learned(perspective);
