-- The records as they were at seq n (design, section 4): what was voided is gone, and so are references to it. A macro
-- names the relations that it builds on without a schema: they are CTEs of the query that calls it (statements.py), so
-- that one definition serves now and every seq of the past. What lines say in names becomes numbers here; `called` is
-- the name of a record, as people see it.

create macro internal.actor_at(n) as table
    with live as (
        select record as actor, called, name, role, part_of, coalesce(aliases, []) as aliases,
            coalesce(independent, false) as independent, note
        from internal.line_at(n, 'actor')
    )
    select live.* replace (whole.actor as part_of) from live left join live whole on whole.called = live.part_of;
create table internal.actor as from internal.actor_at(0);

-- One row is an actor and a body that it is, or is a part of; distance 0 is itself. If a line was erased, what is left
-- may make a body a part of itself: its wholes then end before one that is there already.
create macro internal.body_at(n) as table
    with recursive body(member, body, distance) using key (member, body) as (
        select actor, actor, 0 from actor
        union
        select b.member, a.part_of, b.distance + 1
        from body b
            join actor a on a.actor = b.body
            left join recurring.body k on k.member = b.member and k.body = a.part_of
        where a.part_of is not null and k.member is null
    )
    from body;
create table internal.body as from internal.body_at(0);

-- One row is an actor and its origin: the nearest of itself and its wholes that is independent, else the topmost.
create macro internal.origin_at(n) as table
    select b.member as actor,
        coalesce(arg_min(b.body, b.distance) filter (where a.independent), arg_max(b.body, b.distance)) as origin
    from body b join actor a on a.actor = b.body
    group by b.member;
create table internal.origin as from internal.origin_at(0);

-- The names of the actors that were voided by seq n, as one list.
create macro internal.ended_actors(n) as (
    select coalesce(list(name), []) from internal.named
    where type = 'actor' and record in (select record from internal.version where type = 'actor' and ended_seq <= n)
);

-- An audience without the actors who were voided; if none is given, the public.
create macro internal.audience_of(given, ended) as (
    case
        when given is null then ['public']
        when list_has_any(given, ended) then list_filter(given, lambda who: not list_contains(ended, who))
        else given
    end
);

create macro internal.source_at(n) as table
    select record as source, called, publisher, title, url, archived, kind, language,
        internal.audience_of(audience, ended) as audience,
        published.text as published_text,
        published is not null as is_dated,
        coalesce(published.earliest, '-infinity') as earliest,
        least(coalesce(published.latest, 'infinity'), recorded_at) as latest,
        captured_at.text as captured_text, sha256, reliability, note
    from (select *, (select internal.ended_actors(n)) as ended from internal.line_at(n, 'source'));
create table internal.source as from internal.source_at(0);

create macro internal.claim_at(n) as table
    select record as claim, called, text, coalesce(kind, 'fact') as kind, note
    from internal.line_at(n, 'claim');
create table internal.claim as from internal.claim_at(0);

create macro internal.observation_at(n) as table
    select record as observation, called, coalesce(kind, 'utterance') as kind, text,
        -- A scalar subquery, so that these wide columns never become a hash table's build side.
        (select a.actor from actor a where a.called = stated.speaker) as speaker,
        internal.audience_of(audience, ended) as audience,
        occurred.text as occurred_text,
        coalesce(occurred.earliest, '-infinity') as earliest,
        least(coalesce(occurred.latest, 'infinity'), recorded_at) as latest,
        "after" as follows, reports, note, recorded_at, seq as line
    from (select *, (select internal.ended_actors(n)) as ended from internal.line_at(n, 'observation')) stated;
create table internal.observation as from internal.observation_at(0);

-- The numbers of all live observations, for queries that narrow `observation`; these only, so that no wide rows are
-- materialized.
create view internal.live_observation as select observation from internal.observation;
create macro internal.live_observation_at(n) as table select observation from observation;

-- One row is a report: `record` and `ordinal` are the report event and 0, or the observation and the place in its
-- reports.
create macro internal.report_at(n) as table
    with stated as (
        select observation as record, ordinal, observation, report.source, report.via, report.mode, report.audience,
            report.published, report.quotes, recorded_at, null as note
        from (
            select observation, recorded_at, unnest(reports) as report, generate_subscripts(reports, 1) as ordinal
            from observation
        )
        union all
        select l.record, 0, o.observation, l.source, l.via, l.mode, l.audience,
            l.published, l.quotes, l.recorded_at, l.note
        from internal.line_at(n, 'report') l join internal.stated_report o on o.seq = l.seq
        where o.observation in (from live_observation)
    ),
    -- A scalar subquery, so that these wide columns never become a hash table's build side.
    carried as (
        select stated.* exclude (source), (select internal.ended_actors(n)) as ended, (
                select {
                    source: s.source, audience: s.audience, published_text: s.published_text,
                    is_dated: s.is_dated, earliest: s.earliest, latest: s.latest
                }
                from source s where s.called = stated.source
            ) as carrier
        from stated
    )
    select record, ordinal, observation, carrier.source, coalesce(via, []) as via, mode,
        if(audience is null, carrier.audience, internal.audience_of(audience, ended)) as audience,
        coalesce(published.text, carrier.published_text) as published_text,
        case when published is not null then coalesce(published.earliest, '-infinity')
            when carrier.is_dated then carrier.earliest else '-infinity' end as earliest,
        case when published is not null then least(coalesce(published.latest, 'infinity'), recorded_at)
            when carrier.is_dated then carrier.latest else recorded_at end as latest,
        coalesce(quotes, []) as quotes, note
    from carried where carrier is not null;
create table internal.report as from internal.report_at(0);

-- One row is an observation that retracts the stance of another on a claim, or (null) on all claims.
create macro internal.retraction_at(n) as table
    select r.by_observation, r.observation, r.claim
    from observation o join internal.stated_retraction r on r.seq = o.line
    where o.speaker is not null and r.observation in (from live_observation);
create table internal.retraction as from internal.retraction_at(0);

create macro internal.claim_relation_at(n) as table
    select l.record as claim_relation, l.called, f.claim as from_claim, l.relation, t.claim as to_claim, l.note
    from internal.line_at(n, 'relation') l
        join claim f on f.called = l."from" join claim t on t.called = l."to";
create table internal.claim_relation as from internal.claim_relation_at(0);

create macro internal.assessment_at(n) as table
    select l.record as assessment, l.called, c.claim, l.assessor, l.verdict, l.label, l.confidence, l.rationale,
        coalesce(l.evidence, []) as evidence, l.occurred.text as occurred_text,
        if(l.occurred is null, l.recorded_at, coalesce(l.occurred.earliest, '-infinity')) as earliest,
        if(l.occurred is null, l.recorded_at + interval 1 microsecond, least(coalesce(l.occurred.latest, 'infinity'), l.recorded_at)) as latest,
        l.note, l.seq as line
    from internal.line_at(n, 'assessment') l
        join claim c on c.called = l.claim join actor a on a.called = l.assessor;
create table internal.assessment as from internal.assessment_at(0);
