-- A cut, and what a perspective knows there (design, section 6).

-- One row, the cut. A moment is certainly before it if it ends by `certain_by`, is the moment `record`, or an edge path
-- leads from it to that moment; possibly, if it begins before `possible_by` and no edge path leads to it from `record`.
-- For the perspective `ledger` the cut is a seq, whatever became of the event.
create macro internal.cut_at(clock) as table
    select certain_by, certain_by as possible_by, null::bigint as record
    from (select coalesce(clock, 'infinity'::timestamp) as certain_by);
create macro internal.cut_after(event_id, perspective, n) as table
    select
        case when c.earliest is null and c.is_moment and perspective <> 'ledger'
            then error(format('{} ended with a record that was voided by @{}', c.called, n))
            else if(c.is_moment, coalesce(c.earliest, 'infinity'), c.recorded_at + interval 1 microsecond)
        end as certain_by,
        if(c.is_moment, c.latest, c.recorded_at + interval 1 microsecond) as possible_by,
        if(c.is_moment, c.record, null) as record
    from (
        select line.called, r.record, line.recorded_at, line.type in ('observation', 'report') as is_moment, m.earliest, m.latest,
            case
                when line.type is null then error(format('@{} was erased, and what it said is not known any more', line.seq))
                when line.seq > n then error(format('{} is not yet there at @{}', line.id, n))
                when line.type <> 'void' and ended.record is not null then error(format('{} was voided by @{}', line.called, n))
                else true
            end as is_there
        from (
            select l.seq, coalesce(l.id, '@' || l.seq) as id, l.type, coalesce(l.amends, l.id) as called, l.recorded_at
            from (select internal.event_seq(event_id) as seq) asked join internal.line l on l.seq = asked.seq
        ) line
            left join internal.named r on r.name = line.called
            left join (select distinct record from internal.version where ended_seq <= n) ended on ended.record = r.record
            left join (from waypoint where ordinal = 0) m on m.record = r.record
        where event_id is not null
    ) c
    where c.is_there;
create macro internal.cut(clock, event_id, perspective, n) as table
    from internal.cut_at(clock) where event_id is null
    union all
    from internal.cut_after(event_id, perspective, n);

-- One row is an observation that the public learns of, with the time: the least bounds of the moments at which it does.
create macro internal.published_at(n) as table
    select observation, min(earliest) as known_earliest, min(latest) as known_latest
    from moment where is_public group by observation;

create view internal.published as select observation, known_earliest, known_latest from internal.story;

-- The same for a perspective: what is public, and what else it learns.
create macro internal.known_to(perspective) as table
    with besides as materialized (from internal.privately_learned(perspective))
    select observation, known_earliest, known_latest from published
    where perspective = 'public' or observation not in (select observation from besides)
    union all
    select observation, min(earliest), min(latest)
    from (
        select observation, earliest, latest from besides
        union all
        select observation, known_earliest, known_latest from published where observation in (select observation from besides)
    )
    where perspective <> 'public'
    group by observation;

-- The same, also for `ledger`: it knows of an observation from when that was first recorded.
create macro internal.known_or_recorded(perspective) as table
    from internal.known_to(perspective) where perspective <> 'ledger'
    union all
    select o.observation, l.recorded_at, l.recorded_at + interval 1 microsecond
    from observation o join internal.line l on l.seq = o.observation
    where perspective = 'ledger';

-- Slot: the cut that is asked about.
create table slot.cut as from internal.cut(null::timestamp, null, 'public', 0) limit 0;

-- One row is a moment from which an edge path leads to the moment of the cut (`is_before`), or to which one leads from
-- it; the moment of the cut itself is both. (The reports inside an observation come after whatever it comes after.)
create macro internal.around_cut() as table
    with recursive around(record, is_before) as (
        select record, unnest([true, false]) from cut where record is not null
        union (
            select e.earlier, true from around a join edge e on e.later = a.record where a.is_before
            union all
            select e.later, false from around a join edge e on e.earlier = a.record where not a.is_before
        )
    )
    from around;

-- Slot: the moments before and after the cut on its edge paths.
create table slot.around as from internal.around_cut() limit 0;

-- Slot: the moments to be placed before or after the cut.
create table slot.told_moment as from internal.learned('public') limit 0;

-- One row is such a moment, and whether it is before the cut: at the event or, if there is none, at a clock time.
create macro internal.placed_told(event_id) as table
    select t.*, t.latest <= cut.certain_by as is_certain, t.earliest < cut.possible_by as is_possible
    from told_moment t, cut
    where event_id is null
    union all
    select t.*,
        t.latest <= cut.certain_by or (t.ordinal = 0 and t.record in (select record from around where is_before)),
        (t.earliest < cut.possible_by and t.record not in (select record from around where not is_before))
            or (t.record = cut.record and t.ordinal = 0)
    from told_moment t, cut
    where event_id is not null;

-- The same for the moments at which the perspective learns of an observation.
create macro internal.placed(perspective, event_id) as table
    with told_moment as (from internal.learned(perspective) where perspective <> 'ledger')
    from internal.placed_told(event_id);

-- One row is an observation visible at the cut: step 1 if certainly, step 2 if only possibly. Most are placed by their
-- bounds alone; those that an edge path connects with the event are placed moment by moment.
create macro internal.visible_to(perspective, event_id) as table
    with along as materialized (
        select m.observation from around join moment m using (record)
        where event_id is not null and perspective <> 'ledger'
    )
    select k.observation, if(k.known_latest <= cut.certain_by, 1, 2)::bigint as step
    from internal.known_to(perspective) k, cut
    where perspective <> 'ledger' and (k.known_earliest < cut.possible_by or k.known_latest <= cut.certain_by)
        and (event_id is null or k.observation not in (from along))
    union all
    select observation, if(bool_or(is_certain), 1, 2)
    from internal.placed(perspective, event_id)
    where event_id is not null and (is_certain or is_possible) and observation in (from along)
    group by observation
    union all
    select o.observation, 1
    from observation o, cut
    where perspective = 'ledger';

-- Slot: what is visible at the cut.
create table slot.visible as from internal.visible_to('public', null) limit 0;
