-- The records as they were at position n (design, section 4): what was voided is gone, and what pointed at it with it.
-- A macro names the relations that it builds on without a schema: they are those of the query that calls it, which
-- gives them as its own `with` (statements.py), so that one definition serves now and every position of the past.

create macro internal.actor_at(n) as table
    with live as (
        select record as actor, name, role, part_of, coalesce(aliases, []) as aliases,
            coalesce(independent, false) as independent, note, first_seq as seq
        from internal.line_at(n, 'actor')
    )
    select live.* replace (whole.actor as part_of) from live left join live whole on whole.actor = live.part_of;
create table internal.actor as from internal.actor_at(0);

-- One row is an actor and a body that it is, or is a part of; distance 0 is itself.
create macro internal.body_at(n) as table
    with recursive body(member, body, distance) as (
        select actor, actor, 0 from actor
        union all
        select b.member, a.part_of, b.distance + 1
        from body b join actor a on a.actor = b.body
        where a.part_of is not null
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

-- The names of the actors that were voided by position n, as one list.
create macro internal.ended_actors(n) as (
    select coalesce(list(distinct record), []) from internal.version where type = 'actor' and ended_seq <= n
);

-- An audience without those who were voided; what is said to nobody in particular is said to the public.
create macro internal.audience_of(given, ended) as (
    case
        when given is null then ['public']
        when list_has_any(given, ended) then list_filter(given, lambda who: not list_contains(ended, who))
        else given
    end
);

create macro internal.source_at(n) as table
    select record as source, publisher, title, url, archived, kind, language,
        internal.audience_of(audience, ended) as audience,
        published.text as published_text,
        published is not null as is_dated,
        coalesce(published.earliest, '-infinity') as earliest,
        least(coalesce(published.latest, 'infinity'), recorded_at) as latest,
        captured_at.text as captured_text, sha256, reliability, note, first_seq as seq
    from (select *, (select internal.ended_actors(n)) as ended from internal.line_at(n, 'source'));
create table internal.source as from internal.source_at(0);

create macro internal.claim_at(n) as table
    select record as claim, text, coalesce(kind, 'fact') as kind, note, first_seq as seq
    from internal.line_at(n, 'claim');
create table internal.claim as from internal.claim_at(0);

create macro internal.observation_at(n) as table
    select l.record as observation, coalesce(l.kind, 'utterance') as kind, l.text,
        if(l.speaker in (select actor from actor), l.speaker, null) as speaker,
        internal.audience_of(l.audience, l.ended) as audience,
        l.occurred.text as occurred_text,
        coalesce(l.occurred.earliest, '-infinity') as earliest,
        least(coalesce(l.occurred.latest, 'infinity'), l.recorded_at) as latest,
        l."after" as follows, l.stances, l.retracts, l.reports, l.note, l.recorded_at, l.first_seq as seq
    from (select *, (select internal.ended_actors(n)) as ended from internal.line_at(n, 'observation')) l;
create table internal.observation as from internal.observation_at(0);

-- One row is a report: `name` and `ordinal` are the report event and 0, or the observation and the place in its reports.
create macro internal.report_at(n) as table
    with stated as (
        select observation as name, ordinal, observation, report.source, report.via, report.mode, report.audience,
            report.published, report.quotes, recorded_at, seq, cast(null as varchar[]) as follows, null as note
        from (
            select observation, recorded_at, seq, unnest(reports) as report, generate_subscripts(reports, 1) as ordinal
            from observation
        )
        union all
        select l.record, 0, l.observation, l.source, l.via, l.mode, l.audience,
            l.published, l.quotes, l.recorded_at, l.first_seq, l."after", l.note
        from internal.line_at(n, 'report') l
        where l.observation in (select observation from observation)
    )
    -- The list of all who were voided is asked for where there is an audience only, which is rare.
    select r.name, r.ordinal, r.observation, r.source, coalesce(r.via, []) as via, r.mode, r.audience,
        coalesce(r.published.text, s.published_text) as published_text,
        case when r.published is not null then coalesce(r.published.earliest, '-infinity')
            when s.is_dated then s.earliest else '-infinity' end as earliest,
        case when r.published is not null then least(coalesce(r.published.latest, 'infinity'), r.recorded_at)
            when s.is_dated then s.latest else r.recorded_at end as latest,
        coalesce(r.quotes, []) as quotes, r.follows, r.note, r.seq
    from (
        select t.* replace (s.audience as audience) from stated t join source s using (source) where t.audience is null
        union all
        select t.* exclude (ended) replace (internal.audience_of(t.audience, t.ended) as audience)
        from (select *, (select internal.ended_actors(n)) as ended from stated where audience is not null) t
    ) r
        join source s using (source);
create table internal.report as from internal.report_at(0);

-- One row is what an observation takes on a claim. `counts`: whether the rules of section 7 look at it.
create macro internal.stance_at(n) as table
    select observation, speaker, taken.claim as claim, taken.stance as stance,
        coalesce(taken.basis, 'direct') as basis, coalesce(taken.certainty, 'certain') as certainty,
        taken.stance <> 'comment' and coalesce(taken.certainty, 'certain') <> 'possible' as counts,
        seq
    from (select observation, speaker, seq, unnest(stances) as taken from observation where speaker is not null)
    where taken.claim in (select claim from claim);
create table internal.stance as from internal.stance_at(0);

-- One row is an observation that takes back what another took on a claim; no claim means on all of them.
create macro internal.retraction_at(n) as table
    with taken as (
        select observation as by_observation, retraction.observation as observation, retraction.claims as claims
        from (select observation, unnest(retracts) as retraction from observation where speaker is not null)
    )
    select by_observation, observation, unnest(if(len(claims) > 0, claims, [null])) as claim
    from taken
    where observation in (select observation from observation);
create table internal.retraction as from internal.retraction_at(0);

create macro internal.claim_relation_at(n) as table
    select l.record as claim_relation, l."from" as from_claim, l.relation, l."to" as to_claim, l.note, l.first_seq as seq
    from internal.line_at(n, 'relation') l
    where l."from" in (select claim from claim) and l."to" in (select claim from claim);
create table internal.claim_relation as from internal.claim_relation_at(0);

create macro internal.assessment_at(n) as table
    select l.record as assessment, l.claim, l.assessor, l.verdict, l.label, l.confidence, l.rationale,
        coalesce(l.evidence, []) as evidence, l.occurred.text as occurred_text,
        if(l.occurred is null, l.recorded_at, coalesce(l.occurred.earliest, '-infinity')) as earliest,
        if(l.occurred is null, l.recorded_at + interval 1 microsecond, least(coalesce(l.occurred.latest, 'infinity'), l.recorded_at)) as latest,
        l.note, l.seq as line, l.first_seq as seq
    from internal.line_at(n, 'assessment') l
    where l.claim in (select claim from claim) and l.assessor in (select actor from actor);
create table internal.assessment as from internal.assessment_at(0);
