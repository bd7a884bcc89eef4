-- One row is a step of the story up to a cut as a perspective learns it: what was said, and what it changed, among what
-- was certainly known at the cut (`most` 1), and as if everything possible had happened (2). For `ledger` a step is a line
-- of the log.
with recursive {scope},
whole as materialized (from {replay}),
told as materialized (select * from whole where {which}),
changed as (
    select step, 1 as most, unnest(changes) as change from told
    union all
    select step, 2, unnest(changes_if_possible) from told where {has_cut}
),
moved as materialized (
    select step, most, move from (
        select step, 1 as most, unnest(moves) as move from whole
        union all
        select step, 2, unnest(moves_if_possible) from whole where {has_cut}
    )
    where move.claim in (select change.claim from changed)
),
-- Where each actor stands on a claim at each step that changes it.
standing as (
    select c.step, c.most, c.change.claim as claim, m.move.actor as actor, arg_max({p: m.move.position}, m.step).p as position
    from changed c join moved m on m.move.claim = c.change.claim and m.most = c.most and m.step <= c.step
    group by c.step, c.most, c.change.claim, m.move.actor
),
named as (
    select s.step, s.most, s.claim,
        list(s.actor order by s.actor) filter (where s.position = 'support') as supported_by,
        list(s.actor order by s.actor) filter (where s.position = 'deny') as denied_by,
        list(s.actor order by s.actor) filter (where s.position = 'query') as questioned_by,
        list(s.actor order by s.actor) filter (where s.position = 'order-unknown') as order_unknown_of,
        list(s.actor order by s.actor) filter (where s.position = 'retracted') as retracted_by,
        list_sort(list_intersect(
            list(o.origin) filter (where s.position = 'support'), list(o.origin) filter (where s.position = 'deny')
        )) as divided_origins
    from standing s left join origin o using (actor) group by s.step, s.most, s.claim
),
change as (
    select c.step, c.most, list({
        claim: c.change.claim, status: c.change.status, previous_status: c.change.previous_status,
        supporters: c.change.supporters, deniers: c.change.deniers, questioners: c.change.questioners,
        origins: c.change.origins, divided: c.change.divided,
        supported_by: coalesce(n.supported_by, []), denied_by: coalesce(n.denied_by, []),
        questioned_by: coalesce(n.questioned_by, []), order_unknown_of: coalesce(n.order_unknown_of, []),
        retracted_by: coalesce(n.retracted_by, []), divided_origins: if(c.change.divided, coalesce(n.divided_origins, []), [])
    } order by c.change.claim) as changes
    from changed c left join named n on n.step = c.step and n.most = c.most and n.claim = c.change.claim
    group by c.step, c.most
),
taken as (
    select observation, list({claim: claim, stance: stance, basis: basis, certainty: certainty} order by claim) as stances
    from stance where observation in (select observation from told) group by observation
),
taken_back as (
    select by_observation as observation, list({observation: observation, claim: claim} order by observation, claim) as retracts
    from retraction where by_observation in (select observation from told) group by by_observation
),
carried as (
    select r.observation,
        list({
            report: r.name, source: r.source, publisher: s.publisher, title: s.title, url: s.url, via: r.via, mode: r.mode,
            audience: r.audience, published_text: r.published_text, source_published_text: s.published_text,
            quotes: internal.spoken(r.quotes)
        } order by r.seq, r.ordinal) as reports
    from report r join source s using (source)
    where r.observation in (select observation from told)
    group by r.observation
)
select t.step, t.event, t.seq, t.observation, t.known_earliest, t.known_latest, t.follows_certainly,
    l.type, l.recorded_at, l.recorded_by, coalesce(o.kind, l.kind) as kind,
    case
        when t.observation is not null then o.text
        when l.type = 'relation' then concat_ws(' ', l."from", l.relation, l."to")
        when l.type = 'report' then concat_ws(' ', l.observation, 'in', l.source)
        when l.type = 'order' then concat_ws(' ', l."first", 'came before', l."then")
        when l.type = 'assessment' then concat_ws(' ', l.assessor, 'finds', l.claim, l.verdict)
        else coalesce(l.text, l.name, l.title, l.publisher)
    end as text,
    o.speaker, coalesce(o.audience, []) as audience, o.occurred_text,
    nullif(m.earliest, '-infinity') as occurred_earliest, m.latest as occurred_latest,
    coalesce(s.stances, []) as stances, coalesce(b.retracts, []) as retracts, coalesce(c.reports, []) as reports,
    coalesce(l.amends, l.event) as about, l.reason,
    t.visible, coalesce(h.changes, []) as changes, t.moves,
    if({has_cut}, coalesce(p.changes, []), coalesce(h.changes, [])) as changes_if_possible, t.moves_if_possible
from told t
    left join internal.line l on l.seq = t.seq
    left join observation o on o.observation = t.observation
    left join moment m on m.name = t.observation and m.ordinal = 0
    left join taken s on s.observation = t.observation
    left join taken_back b on b.observation = t.observation
    left join carried c on c.observation = t.observation
    left join change h on h.step = t.step and h.most = 1
    left join change p on p.step = t.step and p.most = 2
order by t.step
