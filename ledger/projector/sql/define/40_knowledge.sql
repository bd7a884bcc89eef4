-- Who knew what, when (design, section 6).

-- The first instant of a day in the ledger's zone. If the clocks showed its midnight twice, DuckDB finds the later one;
-- the earlier one has the offset of the day before.
create macro internal.beginning(day) as (
    select if((earlier at time zone 'UTC') at time zone zone = midnight, least(earlier, found), found)
    from (
        select *, midnight - (((found - interval 1 day) at time zone 'UTC') at time zone zone - (found - interval 1 day)) as earlier
        from (
            select zone, midnight, (midnight at time zone zone) at time zone 'UTC' as found
            from (select value as zone, day::timestamp as midnight from internal.meta where key = 'timezone')
        )
    )
);
-- The last instant of a day, exclusive. If the clocks went back from the next day into this one, it is after the second
-- time; DuckDB finds the second of two equal ticks. If the clocks skipped the last tick, the day ends with the next
-- day's beginning.
create macro internal.ending(day) as (
    select case
        when begins >= ends then error(format('{} never was: the clocks of the ledger''s zone went forward over it', day))
        else ends
    end
    from (
        select internal.beginning(day) as begins,
            if(
                (found at time zone 'UTC') at time zone zone = tick, found + interval 1 microsecond,
                internal.beginning(day + 1)
            ) as ends
        from (
            select zone, tick, (tick at time zone zone) at time zone 'UTC' as found
            from (
                select value as zone, (day + 1)::timestamp - interval 1 microsecond as tick
                from internal.meta where key = 'timezone'
            )
        )
    )
);

-- A moment, trimmed; null if DuckDB would read what the command line refuses: 24:00, or a year before 1 or after 9998.
create macro internal.in_bounds(moment) as (
    if(regexp_matches(moment, '^\s*(0000|9999)-|[T ]24:'), null, trim(moment))
);

-- A moment given as text: with an offset, that instant; a bare date, the end of that day in the ledger's zone.
create macro internal.instant(moment) as (
    case
        when moment is null then null
        -- DuckDB computes the end of a day whatever the moment is: the cast must not fail.
        when regexp_full_match(trim(moment), '\d{4}-\d\d-\d\d') then
            coalesce(internal.ending(try_cast(internal.in_bounds(moment) as date)), error(format('there is no day {}', moment)))
        when regexp_full_match(trim(moment), '\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)') then
            coalesce(
                try_cast(replace(internal.in_bounds(moment), 'T', ' ') as timestamptz) at time zone 'UTC',
                error(format('there is no time {}', moment))
            )
        else error(format(
            'a moment needs an offset, or is a bare date: {}. Write it as 2020-01-06T16:10-05:00, 2020-01-06 21:10Z or 2020-01-06; '
            || 'for a TIMESTAMP, which is in UTC here: (…) at time zone ''UTC''; for just after an event use claims_after and the like',
            moment
        ))
    end
);

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

-- The seq that `recorded` means: a seq, with or without @, or a clock time, for the last seq recorded by then.
create macro internal.recorded_seq(recorded) as (
    select internal.head() where recorded is null
    union all
    select case
        when ltrim(recorded::varchar, '@')::bigint <= internal.head() then ltrim(recorded::varchar, '@')::bigint
        else error(format('the log ends at @{}; there is no {}', internal.head(), recorded::varchar))
    end
    where regexp_full_match(recorded::varchar, '@?\d{1,18}')
    union all
    -- DuckDB folds constants even in branches that it prunes, so a seq must not reach `instant` here.
    select internal.last_by(internal.instant(if(regexp_full_match(recorded::varchar, '@?\d{1,18}'), null, recorded::varchar)))
    where not regexp_full_match(recorded::varchar, '@?\d{1,18}')
);

-- False, or an error if there is no such perspective, seq or claim: for answers that may have no rows to raise it.
create macro internal.refuse_unknown(perspective, recorded) as (
    internal.known_perspective(perspective) is null or internal.recorded_seq(recorded) is null
);
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
            where regexp_full_match(event_id::varchar, '@?\d{1,18}') and seq = try_cast(ltrim(event_id::varchar, '@') as bigint)
        ),
        -- Not for a question without an event, for which DuckDB may work this out as well.
        if(event_id is null, null, error('no event of that name: ' || event_id::varchar || internal.nearest(
            event_id::varchar, ['actor', 'source', 'claim', 'relation', 'observation', 'report', 'order', 'assessment']
        )))
    )
);

-- The last seq of the log that a question looks at. For the perspective `ledger` the cut is a seq too.
create macro internal.asked_seq(clock, event_id, perspective, recorded) as (
    least(
        internal.recorded_seq(recorded),
        (
            select internal.event_seq(event_id) where perspective = 'ledger' and event_id is not null
            union all
            select internal.last_by(clock) where perspective = 'ledger' and event_id is null and clock is not null
        )
    )
);

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
