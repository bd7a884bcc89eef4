-- Who knew what, when (design, section 6).

-- A moment given as text: with an offset, that instant; a bare date, the end of that day in the ledger's zone.
create macro internal.instant(moment) as (
    case
        when moment is null then null
        when regexp_full_match(trim(moment), '\d{4}-\d\d-\d\d') then
            (trim(moment)::date::timestamp + interval 1 day)
                at time zone (select value from internal.meta where key = 'timezone') at time zone 'UTC'
        when regexp_full_match(trim(moment), '\d{4}-\d\d-\d\d[T ].*(Z|[+-]\d\d(:?\d\d)?)') then
            replace(trim(moment), 'T', ' ')::timestamptz at time zone 'UTC'
        else error(format(
            'a moment needs an offset, or is a bare date: {}. Write it as 2020-01-06T16:10-05:00, 2020-01-06 21:10Z or 2020-01-06',
            moment
        ))
    end
);

-- The names most like a misspelt one, for the errors below.
create macro internal.nearest(wrong, kinds) as (
    select coalesce('; did you mean ' || string_agg(record, ' or ' order by likeness desc, record) || '?', '')
    from (
        select distinct record, jaro_winkler_similarity(record, wrong) as likeness
        from internal.version where list_contains(kinds, type)
        order by likeness desc, record limit 2
    )
    where likeness > 0.75
);

-- Here and below, what depends on which arguments were given is a union of alternatives: of those that are constantly
-- false nothing is planned, as it would be of the branches of a case.

-- The perspective, if there is such a one. One that was not yet declared at the position asked about is no error.
create macro internal.known_perspective(perspective) as (
    select perspective where perspective in ('public', 'ledger')
    union all
    select case
        when exists (select 1 from internal.version where type = 'actor' and record = perspective) then perspective
        else error('no perspective of that name: ' || coalesce(perspective, 'NULL') || internal.nearest(coalesce(perspective, ''), ['actor']))
    end
    where coalesce(perspective not in ('public', 'ledger'), true)
);

-- The claim, if there is or was one of that name.
create macro internal.known_claim(claim) as (
    case
        when exists (select 1 from internal.version v where v.type = 'claim' and v.record = claim) then claim
        else error('no claim of that name: ' || coalesce(claim, 'NULL') || internal.nearest(coalesce(claim, ''), ['claim']))
    end
);

-- The last seq recorded by a time.
create macro internal.last_by(clock) as (
    select coalesce(max(seq), 0) from internal.line where recorded_at <= clock
);

-- A recorded position: a seq, with or without @, or a clock time, which means the last seq recorded by then.
create macro internal.recorded_position(recorded) as (
    select internal.head() where recorded is null
    union all
    select case
        when ltrim(recorded::varchar, '@')::bigint <= internal.head() then ltrim(recorded::varchar, '@')::bigint
        else error(format('the log ends at @{}; there is no {}', internal.head(), recorded::varchar))
    end
    where regexp_full_match(recorded::varchar, '@?\d{1,18}')
    union all
    -- A constant is folded whichever alternative it stands in, so a seq must not reach `instant` here.
    select internal.last_by(internal.instant(if(regexp_full_match(recorded::varchar, '@?\d{1,18}'), null, recorded::varchar)))
    where not regexp_full_match(recorded::varchar, '@?\d{1,18}')
);

-- Never true: what is not there is an error, also where the answer would have no rows that could say so.
create macro internal.is_refused(perspective, recorded) as (
    internal.known_perspective(perspective) is null or internal.recorded_position(recorded) is null
);
create macro internal.is_refused_claim(only_claim) as (
    select internal.known_claim(only_claim) is null where only_claim is not null
);

-- The seq of the line that an event id or a seq names.
create macro internal.event_seq(event_id) as (
    coalesce(
        (select min(seq) from internal.line where id = event_id::varchar),
        (
            select seq from internal.line
            where regexp_full_match(event_id::varchar, '@?\d{1,18}') and seq = try_cast(ltrim(event_id::varchar, '@') as bigint)
        ),
        error('no event of that name: ' || coalesce(event_id::varchar, 'NULL') || internal.nearest(
            coalesce(event_id::varchar, ''),
            ['actor', 'source', 'claim', 'relation', 'observation', 'report', 'order', 'assessment']
        ))
    )
);

-- The position of the log from which a question is answered. For the perspective `ledger` the cut is on this axis.
create macro internal.position_asked(clock, event_id, perspective, recorded) as (
    least(
        internal.recorded_position(recorded),
        (
            select internal.event_seq(event_id) where perspective = 'ledger' and event_id is not null
            union all
            select internal.last_by(clock) where perspective = 'ledger' and event_id is null and clock is not null
        )
    )
);

-- One row: the cut. What is certainly before it ends by `certain_by`, or is the moment `name`, or an edge path leads
-- from it to that; what is possibly before it begins before `possible_by`, and no edge path leads from `name` to it. For
-- the perspective `ledger` the cut is a position, and what became of the event is no question.
create macro internal.cut(clock, event_id, perspective, n) as table
    select coalesce(clock, 'infinity'::timestamp) as certain_by, coalesce(clock, 'infinity'::timestamp) as possible_by, null as name
    where event_id is null and internal.known_perspective(perspective) is not null
    union all
    select
        case when c.earliest is null and c.is_moment and perspective <> 'ledger' then error(format('{} went with a record that was voided by @{}', c.record, n))
            else if(c.is_moment, coalesce(c.earliest, 'infinity'), c.recorded_at + interval 1 microsecond)
        end,
        if(c.is_moment, c.latest, c.recorded_at + interval 1 microsecond),
        if(c.is_moment, c.record, null)
    from (
        select named.record, named.recorded_at, named.type in ('observation', 'report') as is_moment, m.earliest, m.latest,
            case
                when named.seq > n then error(format('{} is not yet there at @{}', named.id, n))
                when named.type <> 'void' and ended.record is not null then error(format('{} was voided by @{}', named.record, n))
                else true
            end as is_there
        from (
            select l.seq, l.id, l.type, coalesce(l.amends, l.id) as record, l.recorded_at
            from internal.line l where l.seq = internal.event_seq(event_id)
        ) named
            left join (select distinct record from internal.version where ended_seq <= n) ended on ended.record = named.record
            left join (from waypoint where ordinal = 0) m on m.name = named.record
        where event_id is not null
    ) c
    where c.is_there and internal.known_perspective(perspective) is not null;

-- One row is a moment at which somebody learns of an observation.
create macro internal.learned(perspective) as table
    select m.name, m.ordinal, m.observation, m.earliest, m.latest, m.depth, m.seq
    from moment m
    where m.is_public
        or (
            perspective <> 'public' and (
                (m.is_occurrence and m.speaker in (select member from body where body = perspective))
                or list_has_any(m.audience, (select list(member) from body where body = perspective))
            )
        );

-- The cut that is asked about, under the name that the macro below takes it by from the query that calls it.
create table internal.cut as from internal.cut(null::timestamp, null, 'public', 0) limit 0;

-- One row is a moment at which somebody learns of an observation, and whether it is before the cut, which is a clock
-- time unless there is an event.
create macro internal.placed(perspective, event_id) as table
    with recursive before(name, ordinal) as (
        select name, 0::bigint from cut where name is not null
        union
        select e.first_name, e.first_ordinal from before b join edge e on e.then_name = b.name and e.then_ordinal = b.ordinal
    ),
    behind(name, ordinal) as (
        select name, 0::bigint from cut where name is not null
        union
        select e.then_name, e.then_ordinal from behind b join edge e on e.first_name = b.name and e.first_ordinal = b.ordinal
    )
    select l.*, l.latest <= cut.certain_by as is_certain, l.earliest < cut.possible_by as is_possible
    from internal.learned(perspective) l, cut
    where perspective <> 'ledger' and event_id is null
    union all
    select l.*,
        l.latest <= cut.certain_by or (l.name, l.ordinal) in (from before),
        (l.earliest < cut.possible_by and (l.name, l.ordinal) not in (from behind))
            or (l.name = cut.name and l.ordinal = 0)
    from internal.learned(perspective) l, cut
    where perspective <> 'ledger' and event_id is not null;

-- One row is an observation visible at the cut: step 1 if certainly, step 2 if only possibly.
create macro internal.visible_to(perspective, event_id) as table
    select observation, if(bool_or(is_certain), 1, 2)::bigint as step
    from internal.placed(perspective, event_id)
    where is_certain or is_possible
    group by observation
    union all
    select o.observation, 1
    from observation o, cut
    where perspective = 'ledger';
create table internal.visible as from internal.visible_to('public', null) limit 0;
