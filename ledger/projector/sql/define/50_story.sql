-- The story in the order in which a perspective learns it (design, section 7), and the log as its own story.

-- Slot: the moments at which a perspective learns of the observations of its story.
create table slot.learned_moment as from internal.learned('public') limit 0;

-- One row is an observation as the perspective learns of it: by which record, when, and its place in the story's order.
-- What is learned at the same time is in the order in which it was said; a report that is stated to come after
-- something is placed by its publication, so that the order never contradicts that.
create macro internal.story_of() as table
    select l.observation, l.by_moment.record as event, l.known_earliest, l.known_latest,
        {
            known_earliest: l.known_earliest, known_latest: l.known_latest,
            said_earliest: if(e.record is null, s.earliest, l.by_moment.earliest),
            said_latest: if(e.record is null, s.latest, l.by_moment.latest),
            depth: l.by_moment.depth, seq: l.by_moment.record
        } as place
    from (
        select observation, min(earliest) as known_earliest, min(latest) as known_latest,
            min({earliest: earliest, latest: latest, depth: depth, record: record, ordinal: ordinal}) as by_moment
        from learned_moment
        group by observation
    ) l
        join moment s on s.record = l.observation and s.ordinal = 0
        left join (
            select distinct e.later as record
            from edge e join moment r on r.record = e.later and r.ordinal = 0
            where not r.is_occurrence and e.earlier <> r.observation
        ) e on e.record = l.by_moment.record;
create table internal.story as from internal.story_of();

-- One row is an observation that changes something for a claim: by a stance on it, or by retracting one.
create macro internal.touching() as table
    select claim, observation from stance
    union
    select s.claim, r.by_observation
    from retraction r join stance s on s.observation = r.observation and (r.claim is null or r.claim = s.claim);

-- One row is a step of a claim's own story, from 1. The steps of one claim do not depend on what is said of another.
create macro internal.claim_step_of() as table
    select t.claim, t.observation, row_number() over (partition by t.claim order by s.place) as step
    from story s join internal.touching() t using (observation);
create table internal.claim_step as from internal.claim_step_of();

-- Slot: pairs of observations, in the order in which a perspective learns of them: does the latter certainly follow?
create table slot.pair (former bigint, latter bigint);

-- One row is a pair for which it does: some moment of the former certainly comes before every moment of the latter.
create macro internal.certain_pair() as table
    with recursive bound as (
        select observation, min(earliest) as earliest, min(latest) as latest, max(depth) as depth
        from learned_moment
        where observation in (select former from pair union select latter from pair)
        group by observation
    ),
    -- Joined first, so that DuckDB does not compare all bounds with one another before it looks at the pairs.
    bounded_pair as materialized (
        select p.former, p.latter, a.latest <= b.earliest as is_apart, b.depth
        from pair p join bound a on a.observation = p.former join bound b on b.observation = p.latter
    ),
    open_pair as materialized (select former, latter, depth from bounded_pair where not is_apart and depth > 0),
    passage as materialized (
        select e.earlier, e.later, w.depth
        from edge e join waypoint w on w.record = e.earlier and w.ordinal = 0
    ),
    -- From the moments of the former along the edges, no deeper than the moments of the latter. What reaches an
    -- observation reaches the reports inside it.
    reached(former, latter, record, to_record, depth) as (
        select p.former, p.latter, m.record, e.later, p.depth
        from open_pair p
            join learned_moment m on m.observation = p.former and m.ordinal = 0
            join passage e on e.earlier = m.record
        union
        select r.former, r.latter, r.record, e.later, r.depth
        from reached r join passage e on e.earlier = r.to_record and e.depth < r.depth
    )
    select former, latter from bounded_pair where is_apart
    union
    select former, latter from (
        select p.former, p.latter, m.record, m.ordinal,
            bool_and(m.latest <= l.earliest or r.record is not null) as precedes_all
        from open_pair p
            join learned_moment m on m.observation = p.former
            join learned_moment l on l.observation = p.latter
            left join reached r
                on r.former = p.former and r.latter = p.latter and r.record = m.record and m.ordinal = 0
                and r.to_record = l.record
        group by all
    )
    where precedes_all;

-- The seq at which something ended, as far as that has happened by seq n.
create macro internal.until(seq, n) as (if(seq <= n, seq, internal.never()));

-- One row is a version of an observation and the stretch of the log in which its speaker was live. (An actor whose
-- declaration was erased is live from an amendment on.) A former version, and what is gone, has the times that it
-- stated: the known order tightens only what still holds.
create macro internal.recorded_utterance(n) as table
    select v.record as observation, v.seq, a.record as speaker,
        greatest(v.seq, a.record) as from_step, internal.until(least(v.until_seq, a.ended_seq), v.last) as until_step,
        coalesce(m.earliest, l.occurred.earliest, '-infinity') as earliest,
        coalesce(m.latest, least(coalesce(l.occurred.latest, 'infinity'), l.recorded_at)) as latest
    -- n once, as a column: if it is a subquery, DuckDB would join it for each use, and try all orders of these joins.
    from (select record, seq, until_seq, n as last from version where type = 'observation') v
        join internal.line l on l.seq = v.seq
        join internal.stated_speaker s on s.seq = v.seq
        join (select distinct record, ended_seq from internal.version where type = 'actor') a on a.record = s.speaker
        left join moment m on m.record = v.record and m.ordinal = 0 and coalesce(v.until_seq > v.last, true)
    where v.seq <= v.last and a.record <= v.last
        and greatest(v.seq, a.record) < least(internal.until(v.until_seq, v.last), coalesce(a.ended_seq, internal.never()));

-- One row is a stance that counts, in the stretch of the log in which it was live; those on voided claims are left out.
create macro internal.recorded_stance(n) as table
    select u.observation, u.speaker as actor, c.claim, t.stance,
        greatest(u.from_step, c.claim) as from_step, u.until_step, u.earliest, u.latest
    from internal.recorded_utterance(n) u
        join internal.stated_stance t on t.seq = u.seq
        join claim c on c.claim = t.claim
    where t.stance <> 'comment' and t.certainty <> 'possible' and greatest(u.from_step, c.claim) < u.until_step;

create macro internal.recorded_retraction(n) as table
    select t.observation, t.claim, u.from_step, u.until_step
    from internal.recorded_utterance(n) u join internal.stated_retraction t on t.seq = u.seq;

-- One row is an actor and its origin, in the stretch of the log in which that was its origin. Only an amendment or a
-- void of an actor changes the origin of a live actor; a new actor has one from its declaration on.
create macro internal.recorded_origin(n) as table
    with recursive version as (
        select v.record as actor, v.seq, internal.until(v.until_seq, n) as until_step,
            internal.until(v.ended_seq, n) as ended_step, w.record as part_of, coalesce(l.independent, false) as independent
        from internal.version v join internal.line l on l.seq = v.seq
            left join internal.named w on w.name = l.part_of and w.type = 'actor'
        where v.type = 'actor' and v.seq <= n
    ),
    -- Every body that an actor ever was, or was ever a part of.
    ever(member, body) as (
        select actor, actor from version
        union
        select e.member, v.part_of from ever e join version v on v.actor = e.body where v.part_of is not null
    ),
    epoch as (
        select member, begins, coalesce(lead(begins) over (partition by member order by begins), internal.never()) as ends
        from (
            select member, 0::bigint as begins from ever
            union select e.member, v.seq from ever e join version v on v.actor = e.body where v.seq > v.actor
            -- A body whose declaration was erased begins later than parts of it.
            union select e.member, v.seq from ever e
                join version v on v.actor = e.body
                join version p on p.part_of = v.actor and p.seq < v.seq
            union select e.member, v.ended_step from ever e join version v on v.actor = e.body where v.ended_step < internal.never()
        )
    ),
    -- Within an epoch of an actor, none of its bodies changes, but one may be declared.
    body(begins, ends, member, body, since, distance) using key (begins, member, body) as (
        select e.begins, e.ends, v.actor, v.actor, v.seq, 0
        from epoch e join version v on v.actor = e.member and v.seq < e.ends and v.until_step > e.begins
        union
        select b.begins, b.ends, b.member, v.part_of, greatest(b.since, w.seq), b.distance + 1
        from body b
            join version v on v.actor = b.body and v.seq < b.ends and v.until_step > b.begins
            join version w on w.actor = v.part_of and w.seq < b.ends and w.until_step > b.begins
            left join recurring.body k on k.begins = b.begins and k.member = b.member and k.body = v.part_of
        where k.member is null
    ),
    spoken_for as (
        select b.member as actor,
            coalesce(arg_min(b.body, b.distance) filter (where v.independent), arg_max(b.body, b.distance)) as origin,
            greatest(b.begins, max(b.since)) as from_step, b.ends as until_step
        from body b join version v on v.actor = b.body and v.seq < b.ends and v.until_step > b.begins
        group by b.begins, b.ends, b.member
    )
    -- Adjacent stretches with the same origin are merged.
    select actor, origin, min(from_step) as from_step, max(until_step) as until_step
    from (
        select *, sum(is_other) over (partition by actor order by from_step) as stretch
        from (
            select *, coalesce((lag(origin) over stretches, lag(until_step) over stretches) <> (origin, from_step), true)::bigint as is_other
            from spoken_for window stretches as (partition by actor order by from_step)
        )
    )
    group by actor, origin, stretch;
create table internal.recorded_origin as from internal.recorded_origin(0);
