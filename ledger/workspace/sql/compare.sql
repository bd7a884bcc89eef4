-- One row is a claim that differs between two views, even if only in what would be if everything possible had happened:
-- the claim in each view, whose position moved, and because of which records. These are the observations that touch the
-- claim and differ between the views in visibility or version, and those of their sources and reports that differ in
-- version; the actors behind the claim who were voided or may speak for somebody else; the orders of what was said of
-- it; the claim itself, if its words were amended; and its assessments. A report that neither view may have learned of,
-- and an order of what neither sees, made no difference.
with recursive seqs as materialized (select {from_seq} as from_seq, {to_seq} as to_seq),
from_side as materialized ({from_side}),
to_side as materialized ({to_side}),
from_claim as materialized (select unnest(state) from from_side where kind = 'state'),
to_claim as materialized (select unnest(state) from to_side where kind = 'state'),
from_position as (select unnest(position) from from_side where kind = 'position'),
to_position as (select unnest(position) from to_side where kind = 'position'),
from_seen as materialized (select unnest(observation) from from_side where kind = 'observation'),
to_seen as materialized (select unnest(observation) from to_side where kind = 'observation'),
learned_by as materialized (
    select record from from_side where kind = 'learned' union select record from to_side where kind = 'learned'
),
from_verdict as materialized (select unnest(assessment) from from_side where kind = 'assessment'),
to_verdict as materialized (select unnest(assessment) from to_side where kind = 'assessment'),
moved as (
    select claim, list({
            actor: actor, from_position: a.position, to_position: b.position,
            from_position_if_possible: a.position_if_possible, to_position_if_possible: b.position_if_possible
        } order by actor) as moves
    from from_position a full join to_position b using (claim, actor)
    where (a.position, a.position_if_possible) is distinct from (b.position, b.position_if_possible)
    group by claim
),
version as (
    select coalesce(l.amends, l.id) as observation, v.record, v.seq, v.until_seq, v.ended_seq, l.stances, l.speaker, l.occurred, l.text,
        if(l.amends is null, null, l.reason) as reason
    from internal.version v join internal.line l on l.seq = v.seq where v.type = 'observation'
),
-- Every claim that an observation, in its version at a seq, touches by a stance on it or by retracting one.
touch as (
    select o.name as observation, c.name as claim, t.seq
    from (
            select observation, claim, seq from internal.stated_stance
            union
            select r.by_observation, coalesce(r.claim, s.claim), r.seq
            from internal.stated_retraction r join internal.stated_stance s using (observation)
        ) t
        join internal.called o on o.record = t.observation join internal.called c on c.record = t.claim
),
seen as (
    select coalesce(a.observation, b.observation) as observation, a.visible as from_visible, b.visible as to_visible,
        (
            select max(seq) from version v
            where v.observation = coalesce(a.observation, b.observation) and v.seq <= from_seq
        ) as from_line,
        (
            select max(seq) from version v
            where v.observation = coalesce(a.observation, b.observation) and v.seq <= to_seq
        ) as to_line
    from from_seen a full join to_seen b on a.observation = b.observation, seqs
),
reason as (
    select s.observation as record, 'observation' as type,
        case
            when s.from_visible is not distinct from s.to_visible then 'amended'
            when s.to_visible is null and l.ended_seq <= to_seq and coalesce(l.ended_seq > from_seq, true) then 'voided'
            when s.from_visible is null and l.ended_seq <= from_seq and coalesce(l.ended_seq > to_seq, true) then 'not-yet-voided'
            when s.to_visible = 'certain' then if(s.from_visible is null, 'known', 'certain')
            when s.to_visible = 'possible' then if(s.from_visible is null, 'possible', 'only-possible')
            else if(s.from_visible = 'certain', 'not-known', 'not-possible')
        end as change,
        l.speaker, l.text, l.occurred.text as occurred_text, f.occurred.text as from_occurred_text, l.record as seq,
        l.seq as line, if(l.seq = s.from_line, null, s.from_line) as other_line,
        if(l.seq > s.from_line, l.reason, null) as reason, l.ended_seq,
        f.stances as from_stances, t.stances as to_stances,
        if(s.from_visible is null, null, s.from_line) as from_line, if(s.to_visible is null, null, s.to_line) as to_line
    from seen s cross join seqs
        join version l on l.observation = s.observation and l.seq = coalesce(s.to_line, s.from_line)
        left join version f on f.observation = s.observation and f.seq = s.from_line
        left join version t on t.observation = s.observation and t.seq = s.to_line
    where s.from_visible is distinct from s.to_visible or s.from_line is distinct from s.to_line
),
-- The other records that the log has in different versions at the two seqs, or at one of them only.
stretch as (select least(from_seq, to_seq) as begins, greatest(from_seq, to_seq) as ends, from_seq < to_seq as is_later from seqs),
restated as (
    select n.name as record, v.type, v.record as seq, any_value(v.ended_seq) as ended_seq,
        coalesce(max(v.seq) filter (where v.seq <= to_seq), v.record) as line,
        case
            when v.record > any_value(begins) then if(any_value(is_later), 'known', 'not-known')
            when any_value(v.ended_seq) between any_value(begins) + 1 and any_value(ends)
                then if(any_value(is_later), 'voided', 'not-yet-voided')
            else 'amended'
        end as change
    from internal.version v join internal.called n using (record), seqs, stretch
    where v.type in ('actor', 'claim', 'order', 'source', 'report', 'assessment') and v.seq <= ends
    group by n.name, v.type, v.record
    -- What both came and went between the two seqs is at neither.
    having bool_or(v.seq > begins or v.ended_seq between begins + 1 and ends)
        and not coalesce(v.record > any_value(begins) and any_value(v.ended_seq) <= any_value(ends), false)
),
-- An actor, and every body that it was or was a part of at one of the two seqs or between them.
belonging(member, body) as (
    select distinct record, record from internal.version where type = 'actor'
    union
    select b.member, w.record
    from belonging b
        join internal.version v on v.record = b.body and v.type = 'actor'
        join stretch on v.seq <= ends and coalesce(v.until_seq > begins, true)
        join internal.line l on l.seq = v.seq
        join internal.named w on w.name = l.part_of and w.type = 'actor'
),
-- What an order, in any version, relates: two observations, or those that two reports carry.
ordered as (
    select o.owner as record, coalesce(r.observation, o.moment) as observation
    from (select owner, unnest([earlier, later]) as moment from internal.stated_order) o
        left join internal.stated_report r on r.report = o.moment
),
-- What carries the observations that differ between the views.
carried as (
    select r.record as observation, s.report as carrier
    from reason r join internal.stated_report s on s.observation = r.seq
    union
    select r.record, n.record
    from (
        select r.record, unnest(list_transform(l.reports, lambda each: each.source)) as source
        from reason r join internal.line l on l.seq = r.line
        union
        select r.record, l.source
        from reason r join internal.stated_report s on s.observation = r.seq join internal.line l on l.seq = s.seq
    ) r
        join internal.named n on n.name = r.source and n.type = 'source'
),
-- Which of the restated records concern which claim, and a text that says what they state.
of_claim as (
    select t.claim, m.*, null as text
    from restated m
        join belonging b on b.body = m.seq
        join internal.called s on s.record = b.member
        join version v on v.speaker = s.name
        join touch t on t.observation = v.observation
    where m.type = 'actor' and m.change not in ('known', 'not-known')
    union
    select t.claim, m.*, concat_ws(' ', l."first", 'came before', l."then")
    from restated m
        join internal.line l on l.seq = m.line
        join ordered o on o.record = m.seq
        join internal.called n on n.record = o.observation
        join touch t on t.observation = n.name
    where m.type = 'order' and m.seq in (
        select o.record
        from ordered o
            join internal.called n on n.record = o.observation
            join seen s on s.observation = n.name
    )
    union
    select t.claim, m.*, if(m.type = 'report', concat_ws(' ', l.observation, 'in', l.source), null)
    from restated m
        join internal.line l on l.seq = m.line
        join carried c on c.carrier = m.seq
        join touch t on t.observation = c.observation
    where (m.type = 'report' and m.seq in (from learned_by)) or (m.type = 'source' and m.change not in ('known', 'not-known'))
    union
    select m.record, m.*, null from restated m where m.type = 'claim' and m.change not in ('known', 'not-known')
    union
    select coalesce(b.claim, a.claim), assessment, 'assessment', coalesce(b.seq, a.seq), m.ended_seq,
        coalesce(m.line, b.seq, a.seq), coalesce(m.change, if(a.claim is null, 'known', 'not-known')),
        concat_ws(' ', coalesce(b.assessor, a.assessor), 'finds', coalesce(b.claim, a.claim), coalesce(b.verdict, a.verdict))
    from from_verdict a full join to_verdict b using (assessment)
        left join restated m on m.type = 'assessment' and m.record = assessment
    where a.claim is null or b.claim is null or m.change is not null
),
because as (
    select c.claim, list({
            record: c.record, type: c.type, change: c.change, speaker: c.speaker,
            from_stance: c.from_stance.stance, from_basis: c.from_stance.basis, from_certainty: c.from_stance.certainty,
            to_stance: c.to_stance.stance, to_basis: c.to_stance.basis, to_certainty: c.to_stance.certainty,
            text: c.text, occurred_text: c.occurred_text, from_occurred_text: c.from_occurred_text, seq: c.seq, version_seq: c.line,
            other_version_seq: c.other_line, reason: if(e.seq is null, c.reason, e.reason), ended_seq: e.seq
        } order by c.seq) as because
    from (
        select t.claim, r.record, r.type, r.change, r.speaker, r.text, r.occurred_text,
            if(r.from_occurred_text is distinct from r.occurred_text, r.from_occurred_text, null) as from_occurred_text,
            r.seq, r.line, r.other_line, r.reason,
            list_filter(r.from_stances, lambda each: each.claim = t.claim)[1] as from_stance,
            list_filter(r.to_stances, lambda each: each.claim = t.claim)[1] as to_stance,
            r.ended_seq
        from reason r join touch t on t.observation = r.record and t.seq in (r.from_line, r.to_line)
        union
        select c.claim, c.record, c.type, c.change, null, c.text, null, null, c.seq, c.line, null,
            if(c.change = 'amended' and l.amends is not null and s.is_later, l.reason, null), null, null, c.ended_seq
        from of_claim c join internal.line l on l.seq = c.line cross join stretch s
    ) c
        left join internal.line e on e.seq = c.ended_seq and c.change in ('voided', 'not-yet-voided')
    group by c.claim
)
select coalesce(a.claim, b.claim) as claim,
    columns(a.* exclude (claim)) as 'from_\0', columns(b.* exclude (claim)) as 'to_\0',
    coalesce(m.moves, []) as moves, coalesce(w.because, []) as because
from from_claim a full join to_claim b on a.claim = b.claim
    left join moved m on m.claim = coalesce(a.claim, b.claim)
    left join because w on w.claim = coalesce(a.claim, b.claim)
    left join internal.named e on e.name = coalesce(a.claim, b.claim)
where m.claim is not null
    or (
        a.claim, a.text, a.kind, a.status, a.status_if_possible, a.supporters, a.deniers, a.questioners, a.origins, a.divided,
        a.verdict, a.assessors, a.confidence, a.hedges
    ) is distinct from (
        b.claim, b.text, b.kind, b.status, b.status_if_possible, b.supporters, b.deniers, b.questioners, b.origins, b.divided,
        b.verdict, b.assessors, b.confidence, b.hedges
    )
order by e.record
