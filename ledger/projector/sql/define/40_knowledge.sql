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

-- The perspective, if there is such a one. One that was not yet declared at the position asked about is no error.
create macro internal.known_perspective(perspective) as (
    case
        when perspective in ('public', 'ledger') then perspective
        when exists (select 1 from internal.version where type = 'actor' and record = perspective) then perspective
        else error('no perspective of that name: ' || coalesce(perspective, 'NULL') || internal.nearest(coalesce(perspective, ''), ['actor']))
    end
);

-- The claim, if there is or was one of that name.
create macro internal.known_claim(claim) as (
    case
        when exists (select 1 from internal.version v where v.type = 'claim' and v.record = claim) then claim
        else error('no claim of that name: ' || coalesce(claim, 'NULL') || internal.nearest(coalesce(claim, ''), ['claim']))
    end
);

-- A recorded position: a seq, with or without @, or a clock time, which means the last seq recorded by then.
create macro internal.recorded_position(recorded) as (
    case
        when recorded is null then internal.head()
        when regexp_full_match(recorded::varchar, '@?\d{1,18}') then
            case when ltrim(recorded::varchar, '@')::bigint <= internal.head() then ltrim(recorded::varchar, '@')::bigint
            else error(format('the log ends at @{}; there is no {}', internal.head(), recorded::varchar)) end
        else (
            -- A constant is folded whichever branch it stands in, so a seq must not reach `instant` here.
            select coalesce(max(seq), 0) from internal.line
            where recorded_at <= internal.instant(if(regexp_full_match(recorded::varchar, '@?\d{1,18}'), null, recorded::varchar))
        )
    end
);

-- Never true: what is not there is an error, also where the answer would have no rows that could say so.
create macro internal.is_refused(perspective, recorded) as (
    internal.known_perspective(perspective) is null or internal.recorded_position(recorded) is null
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
    case
        when perspective <> 'ledger' then internal.recorded_position(recorded)
        when event_id is not null then least(internal.recorded_position(recorded), internal.event_seq(event_id))
        when clock is not null then least(
            internal.recorded_position(recorded),
            (select coalesce(max(seq), 0) from internal.line where recorded_at <= clock)
        )
        else internal.recorded_position(recorded)
    end
);

-- One row: the cut. What is certainly before it ends by `certain_by`, or is the moment `name`, or an edge path leads
-- from it to that; what is possibly before it begins before `possible_by`, and no edge path leads from `name` to it. For
-- the perspective `ledger` the cut is a position, and what became of the event is no question.
create macro internal.cut(clock, event_id, perspective, n) as table
    with named as (
        select l.seq, l.id, l.type, coalesce(l.amends, l.id) as record, l.recorded_at
        from internal.line l where event_id is not null and l.seq = internal.event_seq(event_id)
    ),
    checked as (
        select case
                when seq > n then error(format('{} is not yet there at @{}', id, n))
                when type <> 'void' and exists (
                    select 1 from internal.version v where v.record = named.record and v.ended_seq <= n
                ) then error(format('{} was voided by @{}', record, n))
                else record
            end as record,
            type, recorded_at
        from named
    )
    select coalesce(clock, 'infinity'::timestamp) as certain_by, coalesce(clock, 'infinity'::timestamp) as possible_by, null as name
    where event_id is null
    union all
    select c.recorded_at + interval 1 microsecond, c.recorded_at + interval 1 microsecond, c.record[1:0]
    from checked c where c.record is not null and c.type not in ('observation', 'report')
    union all
    select case
            when m.earliest is null and perspective <> 'ledger' then error(format('{} went with a record that was voided by @{}', c.record, n))
            else coalesce(m.earliest, 'infinity')
        end, m.latest, c.record
    from checked c left join (from moment where ordinal = 0) m on m.name = c.record
    where c.record is not null and c.type in ('observation', 'report');

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

-- One row is a moment at which somebody learns of an observation, and whether it is before the cut.
create macro internal.placed(perspective) as table
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
    select l.*,
        l.latest <= cut.certain_by or (l.name, l.ordinal) in (from before) as is_certain,
        (l.earliest < cut.possible_by and (l.name, l.ordinal) not in (from behind))
            or (l.name = cut.name and l.ordinal = 0) as is_possible
    from internal.learned(perspective) l, cut
    where perspective <> 'ledger';

-- One row is an observation visible at the cut: step 1 if certainly, step 2 if only possibly.
create macro internal.visible_to(perspective) as table
    select observation, if(bool_or(is_certain), 1, 2)::bigint as step
    from internal.placed(perspective)
    where is_certain or is_possible
    group by observation
    union all
    select o.observation, 1
    from observation o, cut
    where perspective = 'ledger';
create table internal.visible as from internal.visible_to('public') limit 0;
