-- What `claims sql` and every DuckDB client see (design, section 8). Times are UTC.

create view main.events as
    select seq, id, type, recorded_at, recorded_by, amends, reason, note,
        format('events/{:08}.jsonl', segment) as file, seq - segment + 1 as line
    from internal.line;

create view main.actors as
    select a.actor, a.name, a.role, a.part_of, o.origin, a.independent, a.aliases, a.note, a.seq
    from internal.actor a join internal.origin o using (actor);

create view main.sources as
    select source, publisher, title, kind, language, url, archived, audience, published_text,
        if(is_dated, nullif(earliest, '-infinity'), null) as published_earliest, if(is_dated, latest, null) as published_latest,
        captured_text, sha256, reliability, note, seq
    from internal.source;

create view main.claim_relations as
    select claim_relation, from_claim, relation, to_claim, note, seq from internal.claim_relation;

create view main.assessments as
    select assessment, claim, assessor, verdict, label, confidence, rationale, evidence, occurred_text,
        nullif(earliest, '-infinity') as occurred_earliest, latest as occurred_latest, note, seq
    from internal.assessment;

create view main.revisions as
    select perspective, claim, revision, event, seq, nullif(known_earliest, '-infinity') as known_earliest, known_latest,
        follows_certainly, status, previous_status, supporters, deniers, questioners, origins, divided
    from internal.revision_now;

create view main.claims as
    with assessment as (from internal.assessment),
    last as (
        select claim, max_by(r, revision) as r from internal.revision_now r where perspective = 'public' group by claim
    )
    select c.claim, c.text, c.kind, coalesce(r.status, 'no-position') as status, r.previous_status,
        coalesce(r.supporters, 0) as supporters, coalesce(r.deniers, 0) as deniers, coalesce(r.questioners, 0) as questioners,
        coalesce(r.origins, 0) as origins, coalesce(r.divided, false) as divided,
        v.verdict, coalesce(v.assessors, []) as assessors, v.confidence,
        coalesce(r.revision, 0) as revision, r.event as changed_by, nullif(r.known_earliest, '-infinity') as changed_at
    from internal.claim c
        left join last using (claim)
        left join internal.verdict_by('infinity'::timestamp) v using (claim);

create view main.observations as
    with observation as (from internal.observation), moment as (from internal.moment), report as (from internal.report),
        origin as (from internal.origin)
    from internal.observation_shown();

create view main.stances as
    select observation, claim, stance, basis, certainty from internal.stance;

create view main.reports as
    select r.name as report, r.ordinal, r.observation, r.source, r.via, r.mode, r.audience, r.published_text,
        nullif(m.earliest, '-infinity') as published_earliest, m.latest as published_latest, r.note, r.seq
    from internal.report r join internal.moment m using (name, ordinal);

create view main.quotes as
    select report, ordinal, observation, source, quote.exact as exact, quote."start" as "start", quote."end" as "end"
    from (select name as report, ordinal, observation, source, unnest(quotes) as quote from internal.report);

create view main.positions as
    select p.claim, p.actor, o.origin, p.position, s.event as since, p.observation
    from internal.position_now p
        join internal.origin o using (actor)
        join internal.claim_step c on c.claim = p.claim and c.step = p.step
        join internal.story s on s.observation = c.observation;

create view main.origin_positions as
    with given_by as (
        select p.claim, o.origin, p.position, p.observation, s.place
        from internal.position_now p join internal.origin o using (actor) join internal.story s on s.observation = p.observation
    )
    select b.claim, b.origin, b.position, s.event as since, (
            select arg_max(g.observation, g.place) from given_by g
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

create view main.reversals as
    select claim, actor, from_position, from_event, to_position, to_event
    from (
        select b.claim, b.who as actor, b.position as to_position, s.event as to_event,
            lag(b.position) over moves as from_position, lag(s.event) over moves as from_event
        from internal.belief_now b
            join internal.claim_step c on c.claim = b.claim and c.step = b.step
            join internal.story s on s.observation = c.observation
        where b.kind = 'actor' and b.position in ('support', 'deny')
        window moves as (partition by b.claim, b.who order by b.step)
    )
    where from_position <> to_position;

create view main.divisions as
    select p.claim, o.origin,
        list(p.actor order by p.actor) filter (where p.position = 'support') as supporters,
        list(p.actor order by p.actor) filter (where p.position = 'deny') as deniers,
        list(p.observation order by p.actor) filter (where p.position = 'support') as supported_in,
        list(p.observation order by p.actor) filter (where p.position = 'deny') as denied_in,
        list_sort(list_distinct(flatten(list(u.audience) filter (where p.position = 'support')))) as supported_before,
        list_sort(list_distinct(flatten(list(u.audience) filter (where p.position = 'deny')))) as denied_before
    from internal.position_now p
        join internal.origin o using (actor)
        join internal.observation u on u.observation = p.observation
    where p.position in ('support', 'deny')
    group by p.claim, o.origin
    having count(distinct p.position) = 2;

create view main.conflicts as
    with supported as (
        select claim, list(actor order by actor) as supporters from internal.position_now where position = 'support' group by claim
    ),
    upheld as (
        select claim, list(origin order by origin) as origins from main.origin_positions
        where position in ('support', 'divided') group by claim
    )
    select r.from_claim as claim, r.to_claim as other_claim, a.supporters, b.supporters as other_supporters,
        x.origins, y.origins as other_origins, r.claim_relation
    from internal.claim_relation r
        join upheld x on x.claim = r.from_claim join upheld y on y.claim = r.to_claim
        join supported a on a.claim = r.from_claim join supported b on b.claim = r.to_claim
    where r.relation = 'contradicts'
    qualify row_number() over (partition by least(r.from_claim, r.to_claim), greatest(r.from_claim, r.to_claim) order by r.seq) = 1;
