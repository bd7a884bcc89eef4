-- What `claims sql` and every DuckDB client see (design, section 8). Times are UTC.

create view main.events as
    select seq, id, type, recorded_at, recorded_by, amends, event as voids,
        if(type = 'void', coalesce(kind, 'entered-in-error'), null) as void_kind, reason, note,
        format('events/{:08}.jsonl', segment) as file, seq - segment + 1 as line
    from internal.line;

create view main.actors as
    with actor as (from internal.actor), origin as (from internal.origin)
    from internal.actor_shown();

create view main.sources as
    with source as (from internal.source)
    from internal.source_shown();

create view main.claim_relations as
    select r.called as claim_relation, f.called as from_claim, r.relation, t.called as to_claim, r.note, r.claim_relation as seq
    from internal.claim_relation r
        join internal.claim f on f.claim = r.from_claim join internal.claim t on t.claim = r.to_claim;

create view main.assessments as
    select a.called as assessment, c.called as claim, a.assessor, a.verdict, a.label, a.confidence, a.rationale, a.evidence,
        a.occurred_text, nullif(a.earliest, '-infinity') as occurred_earliest, a.latest as occurred_latest, a.note, a.assessment as seq
    from internal.assessment a join internal.claim c using (claim);

create view main.revisions as
    select r.perspective, c.called as claim, r.revision,
        internal.event_called(r.perspective, l.id, l.amends) as event, r.event as seq,
        nullif(r.known_earliest, '-infinity') as known_earliest, r.known_latest,
        r.follows_certainly, r.status, r.previous_status, r.supporters, r.deniers, r.questioners, r.origins, r.divided
    from internal.revision_now r join internal.claim c using (claim) join internal.line l on l.seq = r.event;

create view main.claims as
    with assessment as (from internal.assessment),
    latest as (from internal.revision_now where is_latest and perspective = 'public')
    select c.called as claim, c.text, c.kind, coalesce(r.status, 'no-position') as status, r.previous_status,
        coalesce(r.supporters, 0) as supporters, coalesce(r.deniers, 0) as deniers, coalesce(r.questioners, 0) as questioners,
        coalesce(r.origins, 0) as origins, coalesce(r.divided, false) as divided,
        v.verdict, coalesce(v.assessors, []) as assessors, v.confidence,
        coalesce(r.revision, 0) as revision, coalesce(l.amends, l.id) as changed_by, nullif(r.known_earliest, '-infinity') as changed_at
    from internal.claim c
        left join latest r using (claim)
        left join internal.line l on l.seq = r.event
        left join internal.verdict_by('infinity'::timestamp) v using (claim);

create view main.observations as
    with observation as (from internal.observation), moment as (from internal.moment), report as (from internal.report),
        actor as (from internal.actor), origin as (from internal.origin), published as (from internal.published)
    select * exclude (number) from internal.observation_shown();

create view main.stances as
    select o.called as observation, c.called as claim, s.stance, s.basis, s.certainty
    from internal.stance s join internal.observation o using (observation) join internal.claim c using (claim);

create view main.retractions as
    select b.called as observation, o.called as retracted, c.called as claim
    from internal.retraction r
        join internal.observation b on b.observation = r.by_observation
        join internal.observation o on o.observation = r.observation
        join internal.stance s on s.observation = r.observation and (r.claim is null or r.claim = s.claim)
        join internal.claim c on c.claim = s.claim;

create view main.reports as
    select n.name as report, r.ordinal, o.called as observation, s.called as source, r.via, r.mode, r.audience, r.published_text,
        nullif(m.earliest, '-infinity') as published_earliest, m.latest as published_latest, r.note, r.record as seq
    from internal.report r
        join internal.moment m using (record, ordinal)
        join internal.called n on n.record = r.record
        join internal.observation o on o.observation = r.observation
        join internal.source s on s.source = r.source;

create view main.quotes as
    select n.name as report, q.ordinal, o.called as observation, s.called as source, q.quote.exact as exact, q.quote."start" as "start",
        q.quote."end" as "end"
    from (select record, ordinal, observation, source, unnest(quotes) as quote from internal.report) q
        join internal.called n on n.record = q.record
        join internal.observation o on o.observation = q.observation
        join internal.source s on s.source = q.source;

-- Where actors and origins stand, as numbers; `positions` and `origin_positions` below have their names.
create view internal.position_since as
    select p.claim, p.actor, o.origin, p.position, s.event as since, p.observation, r.place
    from internal.position_now p
        join internal.origin o using (actor)
        join internal.claim_step c on c.claim = p.claim and c.step = p.step
        join internal.story s on s.observation = c.observation
        join internal.story r on r.observation = p.observation;

create view internal.origin_position_since as
    select b.claim, b.origin, b.position, s.event as since, (
            select arg_max(g.observation, g.place) from internal.position_since g
            where g.claim = b.claim and g.origin = b.origin
                and (g.position = b.position or (b.position = 'divided' and g.position in ('support', 'deny')))
        ) as observation
    from (
        select claim, who as origin, arg_max({p: position}, step).p as position, max(step) as step
        from internal.belief_now where kind = 'origin' group by claim, who
    ) b
        join internal.claim_step c on c.claim = b.claim and c.step = b.step
        join internal.story s on s.observation = c.observation
    where b.position is not null;

create view main.positions as
    select c.called as claim, a.called as actor, w.called as origin, p.position, coalesce(l.amends, l.id) as since, o.called as observation
    from internal.position_since p
        join internal.claim c using (claim)
        join internal.actor a using (actor)
        join internal.actor w on w.actor = p.origin
        join internal.line l on l.seq = p.since
        join internal.observation o on o.observation = p.observation;

create view main.origin_positions as
    select c.called as claim, w.called as origin, p.position, coalesce(l.amends, l.id) as since, o.called as observation
    from internal.origin_position_since p
        join internal.claim c using (claim)
        join internal.actor w on w.actor = p.origin
        join internal.line l on l.seq = p.since
        left join internal.observation o on o.observation = p.observation;

-- Who changed sides, by what the public knows now.
create view main.reversals as
    with visible as (select observation, 1::bigint as step from internal.story),
    moment as (from internal.moment), stance as (from internal.stance), observation as (from internal.observation),
    edge as (from internal.edge), waypoint as (from internal.waypoint)
    select c.called as claim, a.called as actor, r.from_position, f.called as from_event, r.to_position, t.called as to_event
    from internal.reversals_told() r
        join internal.claim c using (claim)
        join internal.actor a using (actor)
        join internal.observation f on f.observation = r.from_observation
        join internal.observation t on t.observation = r.to_observation;

create view main.divisions as
    select c.called as claim, w.called as origin,
        list(a.called order by a.called) filter (where p.position = 'support') as supporters,
        list(a.called order by a.called) filter (where p.position = 'deny') as deniers,
        list(u.called order by a.called) filter (where p.position = 'support') as supported_in,
        list(u.called order by a.called) filter (where p.position = 'deny') as denied_in,
        list_sort(list_distinct(flatten(list(u.audience) filter (where p.position = 'support')))) as supported_before,
        list_sort(list_distinct(flatten(list(u.audience) filter (where p.position = 'deny')))) as denied_before
    from internal.position_now p
        join internal.origin o using (actor)
        join internal.claim c using (claim)
        join internal.actor a using (actor)
        join internal.actor w on w.actor = o.origin
        join internal.observation u on u.observation = p.observation
    where p.position in ('support', 'deny')
    group by c.called, w.called
    having count(distinct p.position) = 2;

create view main.conflicts as
    with supported as (
        select claim, list(actor order by actor) as supporters from main.positions where position = 'support' group by claim
    ),
    upheld as (
        select claim, list(origin order by origin) as origins from main.origin_positions
        where position in ('support', 'divided') group by claim
    )
    select r.from_claim as claim, r.to_claim as other_claim, a.supporters, b.supporters as other_supporters,
        x.origins, y.origins as other_origins, r.claim_relation
    from main.claim_relations r
        join upheld x on x.claim = r.from_claim join upheld y on y.claim = r.to_claim
        join supported a on a.claim = r.from_claim join supported b on b.claim = r.to_claim
    where r.relation = 'contradicts'
    qualify row_number() over (partition by least(r.from_claim, r.to_claim), greatest(r.from_claim, r.to_claim) order by r.seq) = 1;
