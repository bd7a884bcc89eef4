-- One row is a stance that was ever taken on the claim, as of the seq asked about: whether it counts, certainly and if
-- everything possible had happened, and if not, why.
with recursive {scope},
counted as materialized (from judged where claim in (from these_claims)),
known as materialized (from internal.known_or_recorded({perspective}) where observation in (from ever_touching)),
-- An actor's utterances that still stand and certainly follow one that does not: these supersede it. If many stand,
-- only the ten that begin last are named. (If an utterance is followed by any in time, it is by these; along an edge
-- path alone, it may be by others.)
learned_moment as materialized (
    select m.* from moment m where m.ordinal = 0 and m.record in (select observation from counted)
),
still_standing as materialized (
    select actor, observation, is_certain, is_possible, earliest,
        row_number() over (partition by actor, is_certain order by earliest desc, observation desc) as certain_rank,
        row_number() over (partition by actor, is_possible order by earliest desc, observation desc) as possible_rank
    from (
        select c.actor, c.observation, m.earliest,
            c.step = 1 and c.superseded_at > 1 as is_certain, c.superseded_at > 2 as is_possible
        from counted c join learned_moment m on m.record = c.observation
    )
    where is_certain or is_possible
),
last_standing as materialized (
    from still_standing where (is_certain and certain_rank <= 10) or (is_possible and possible_rank <= 10)
),
followed as (
    select c.actor, c.observation, m.latest > if(c.superseded_at <= 1, l.certainly, l.possibly) as is_by_path
    from counted c
        join learned_moment m on m.record = c.observation
        join (
            select actor, max(earliest) filter (where is_certain) as certainly, max(earliest) filter (where is_possible) as possibly
            from last_standing group by actor
        ) l on l.actor = c.actor
    where c.superseded_at <= 2
),
-- Back along the edges from each utterance that may be named.
behind(latter, record) as (
    select s.observation, e.earlier
    from still_standing s join edge e on e.later = s.observation
    where s.observation in (select observation from last_standing)
        or s.actor in (select actor from followed where coalesce(is_by_path, true))
    union
    select b.latter, e.earlier from behind b join edge e on e.later = b.record
),
follower as (
    select p.former as observation,
        list(o.called order by o.called) filter (where s.is_certain) as superseded_by,
        list(o.called order by o.called) filter (where s.is_possible) as superseded_by_if_possible
    from (
        select f.observation as former, l.observation as latter
        from followed f
            join learned_moment m on m.record = f.observation
            join last_standing l on l.actor = f.actor and l.observation <> f.observation and m.latest <= l.earliest
        union
        select record, latter from behind where record in (select observation from followed)
    ) p
        join still_standing s on s.observation = p.latter
        join followed f on f.observation = p.former and f.actor = s.actor
        join observation o on o.observation = p.latter
    where coalesce(f.is_by_path, true) or s.observation in (select observation from last_standing)
    group by p.former
),
retracted as (
    select r.observation,
        list(distinct o.called order by o.called) filter (where v.step = 1) as retracted_by,
        list(distinct o.called order by o.called) as retracted_by_if_possible,
        list(distinct a.called order by a.called) filter (where v.step = 1) as retractors,
        list(distinct a.called order by a.called) as retractors_if_possible
    from retraction r
        join visible v on v.observation = r.by_observation
        join observation o on o.observation = r.by_observation
        join actor a on a.actor = o.speaker
    where r.claim is null or r.claim in (from these_claims)
    group by r.observation
),
-- Stances that the log no longer holds: their record was voided or amended, or its speaker was voided.
stated as (
    select v.record as observation, t.seq, s.speaker, t.stance, t.basis, t.certainty,
        v.until_seq, v.ended_seq, a.ended_seq as speaker_ended_seq
    from internal.stated_stance t
        join internal.version v on v.seq = t.seq
        left join internal.stated_speaker s on s.seq = t.seq
        left join (select distinct record, ended_seq from internal.version where type = 'actor') a on a.record = s.speaker
    where t.claim in (from these_claims) and t.seq <= {seq}
),
gone as materialized (
    select *, case
            when until_seq <= {seq} and until_seq = ended_seq then 'voided'
            when until_seq <= {seq} then 'amended'
            else 'speaker-voided'
        end as outcome,
        if(until_seq <= {seq}, until_seq, speaker_ended_seq) as ended_at
    from stated
    where (until_seq <= {seq} or speaker_ended_seq <= {seq})
        and not exists (
            from stance s
            where s.claim in (from these_claims)
                and (s.observation, s.stance, s.basis, s.certainty) = (stated.observation, stated.stance, stated.basis, stated.certainty)
                and s.speaker = stated.speaker
        )
    qualify row_number() over (partition by observation, speaker, stance, basis, certainty order by ended_at desc) = 1
),
told as (
    select s.observation, o.called, a.called as speaker, w.called as origin, s.stance, s.basis, s.certainty,
        o.kind, o.text, o.audience, o.occurred_text,
        nullif(m.earliest, '-infinity') as occurred_earliest, m.latest as occurred_latest,
        case v.step when 1 then 'certain' when 2 then 'possible' end as visible,
        nullif(n.known_earliest, '-infinity') as known_earliest, n.known_latest,
        internal.outcome_by(1, s.stance, s.certainty, k.step, k.superseded_at, k.retracted_at) as outcome,
        internal.outcome_by(2, s.stance, s.certainty, k.step, k.superseded_at, k.retracted_at) as outcome_if_possible,
        f.superseded_by, f.superseded_by_if_possible, t.retracted_by, t.retracted_by_if_possible,
        t.retractors, t.retractors_if_possible, null::bigint as ended_at
    from stance s
        join observation o using (observation)
        join moment m on m.record = s.observation and m.ordinal = 0
        left join actor a on a.actor = s.speaker
        left join origin g on g.actor = s.speaker
        left join actor w on w.actor = g.origin
        left join visible v on v.observation = s.observation
        left join known n on n.observation = s.observation
        left join counted k on k.observation = s.observation
        left join follower f on f.observation = s.observation
        left join retracted t on t.observation = s.observation
    where s.claim in (from these_claims)
    union all
    select g.observation, coalesce(l.amends, l.id), l.speaker, w.called, g.stance, g.basis, g.certainty,
        coalesce(l.kind, 'utterance'), l.text, coalesce(l.audience, ['public']),
        l.occurred.text, l.occurred.earliest, least(coalesce(l.occurred.latest, 'infinity'), l.recorded_at),
        null, null, null, g.outcome, g.outcome, null, null, null, null, null, null, g.ended_at
    from gone g
        join internal.line l on l.seq = g.seq
        left join actor a on a.called = l.speaker
        left join origin o on o.actor = a.actor
        left join actor w on w.actor = o.origin
),
-- The parts of the perspective: what they say or are told, it knows.
part as (select coalesce(list(called), []) as names from internal.members({perspective}) where called <> {perspective}),
whole as (
    select coalesce(list(w.called), []) as names
    from actor a join body b on b.member = a.actor and b.distance > 0 join actor w on w.actor = b.body
    where a.called = {perspective}
),
wanted as (select distinct observation from told),
carrying as (from {reports})
select {claim} as claim, j.called as observation, j.observation as seq, j.speaker as actor, j.origin, j.stance, j.basis, j.certainty,
    j.kind, j.text, j.audience, j.occurred_text, j.occurred_earliest, j.occurred_latest, j.visible,
    j.known_earliest, j.known_latest, j.outcome, j.outcome_if_possible,
    if(j.outcome = 'superseded', coalesce(j.superseded_by, []), []) as superseded_by,
    if(j.outcome_if_possible = 'superseded', coalesce(j.superseded_by_if_possible, []), []) as superseded_by_if_possible,
    if(j.outcome in ('retracted', 'superseded'), coalesce(j.retracted_by, []), []) as retracted_by,
    if(j.outcome_if_possible in ('retracted', 'superseded'), coalesce(j.retracted_by_if_possible, []), []) as retracted_by_if_possible,
    coalesce(j.retractors, []) as retractors, coalesce(j.retractors_if_possible, []) as retractors_if_possible,
    list_sort(list_distinct(list_filter(
        if(list_contains(j.audience, 'public'), [], list_concat(
            j.audience, [j.speaker],
            flatten(list_transform(c.reports, lambda each: if(list_contains(each.audience, 'public'), [], each.audience)))
        )),
        lambda who: list_contains(p.names, who)
    ))) as known_through,
    list_sort(list_distinct(list_filter(
        list_concat(j.audience, flatten(list_transform(c.reports, lambda each: each.audience))),
        lambda who: list_contains(w.names, who)
    ))) as wholes_told,
    j.ended_at, coalesce(c.reports, []) as reports
from told j
    cross join part p
    cross join whole w
    left join internal.reports_carried() c on c.observation = j.observation
order by j.ended_at is not null, j.known_earliest nulls first, j.occurred_earliest nulls first, j.occurred_latest, j.observation,
    j.ended_at, j.stance, j.basis, j.certainty
