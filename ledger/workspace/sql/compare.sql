-- One row is a claim that differs between two views: from what to what, whose position moved, and the observations that
-- touch the claim and are there for one of the views only, or that the log has in another version.
with seqs as materialized (select {from_seq} as from_seq, {to_seq} as to_seq),
from_claim as materialized (from {from_claims}),
to_claim as materialized (from {to_claims}),
from_seen as materialized (select observation, visible from {from_observations}),
to_seen as materialized (select observation, visible from {to_observations}),
held as materialized (
    select claim, actor, a.position as from_position, b.position as to_position
    from {from_positions} a full join {to_positions} b using (claim, actor)
),
moved as (
    select claim, list({actor: actor, from_position: from_position, to_position: to_position} order by actor) as moves
    from held where from_position is distinct from to_position
    group by claim
),
-- Every claim that an observation touches in any version: it takes a stance on it, or retracts one.
version as (
    select coalesce(l.amends, l.id) as observation, v.record, v.seq, v.until_seq, v.ended_seq, l.stances, l.speaker, l.occurred, l.text
    from internal.version v join internal.line l on l.seq = v.seq where v.type = 'observation'
),
takes as (
    select distinct o.name as observation, c.name as claim
    from internal.stated_stance t
        join internal.called o on o.record = t.observation join internal.called c on c.record = t.claim
),
touch as (
    select o.name as observation, c.name as claim
    from (
            select observation, claim from internal.stated_stance
            union
            select r.by_observation, coalesce(r.claim, s.claim)
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
            when s.from_visible = 'certain' and s.to_visible = 'possible' then 'only-possible'
            else 'unknown'
        end as change,
        l.speaker, l.text, l.occurred.text as occurred_text, l.record as seq, l.seq as line, l.ended_seq,
        f.stances as from_stances, t.stances as to_stances
    from seen s cross join seqs
        join version l on l.observation = s.observation and l.seq = coalesce(s.to_line, s.from_line)
        left join version f on f.observation = s.observation and f.seq = s.from_line
        left join version t on t.observation = s.observation and t.seq = s.to_line
    where (
            (s.from_visible = 'certain') is distinct from (s.to_visible = 'certain')
            or (s.from_visible is not null and s.to_visible is not null and s.from_line is distinct from s.to_line)
        )
        and (s.from_visible = 'certain' or s.to_visible = 'certain')
),
-- Actors that are voided, or become part of another body, between the two seqs: what they and their parts said stays,
-- but counts for nobody, or for somebody else.
moved_actor as (
    select n.name as record, v.seq as line, v.record as seq, v.ended_seq,
        case
            when v.ended_seq between least(from_seq, to_seq) + 1 and greatest(from_seq, to_seq)
                then if(from_seq < to_seq, 'voided', 'not-yet-voided')
            else 'amended'
        end as change
    from internal.version v join internal.called n using (record), seqs
    where v.type = 'actor'
        and (
            v.ended_seq between least(from_seq, to_seq) + 1 and greatest(from_seq, to_seq)
            or v.version > 1 and v.seq between least(from_seq, to_seq) + 1 and greatest(from_seq, to_seq)
        )
    qualify row_number() over (partition by v.record order by v.seq desc) = 1
),
because as (
    select claim, list({
            record: record, type: type, change: change, speaker: speaker, from_stance: from_stance, to_stance: to_stance,
            text: text, occurred_text: occurred_text, seq: seq, line: line, ended_seq: ended_seq
        } order by seq) as because
    from (
        select t.claim, r.record, r.type, r.change, r.speaker, r.text, r.occurred_text, r.seq, r.line,
            list_filter(r.from_stances, lambda each: each.claim = t.claim)[1].stance as from_stance,
            list_filter(r.to_stances, lambda each: each.claim = t.claim)[1].stance as to_stance,
            if(r.change in ('voided', 'not-yet-voided'), r.ended_seq, null) as ended_seq
        from reason r join touch t on t.observation = r.record
        union
        select t.claim, m.record, 'actor', m.change, null, null, null, m.seq, m.line, null, null,
            if(m.change in ('voided', 'not-yet-voided'), m.ended_seq, null)
        from moved_actor m
            join version v on v.speaker = m.record or v.speaker in (
                select a.called from internal.body b join internal.actor a on a.actor = b.member where b.body = m.seq
            )
            join takes t on t.observation = v.observation
    )
    group by claim
)
select coalesce(a.claim, b.claim) as claim,
    columns(a.* exclude (claim)) as 'from_\0', columns(b.* exclude (claim)) as 'to_\0',
    coalesce(m.moves, []) as moves, coalesce(w.because, []) as because
from from_claim a full join to_claim b on a.claim = b.claim
    left join moved m on m.claim = coalesce(a.claim, b.claim)
    left join because w on w.claim = coalesce(a.claim, b.claim)
    left join internal.named e on e.name = coalesce(a.claim, b.claim)
where (a.claim is null) <> (b.claim is null)
    or (a.text, a.kind) is distinct from (b.text, b.kind)
    or (a.status, a.supporters, a.deniers, a.questioners, a.origins, a.divided, a.verdict, a.assessors)
        is distinct from (b.status, b.supporters, b.deniers, b.questioners, b.origins, b.divided, b.verdict, b.assessors)
    or m.claim is not null
order by e.record
