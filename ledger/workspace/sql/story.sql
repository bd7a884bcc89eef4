-- One row is a step of the story up to a cut as a perspective learns it: what was said, and what it changed among what
-- was certainly known at the cut (`most` 1), and as if everything possible had happened (2). For `ledger` a step is a
-- line of the log. `in_part` of the `in_story` steps were asked for; `limit` may leave out some of these.
with recursive {scope},
whole as materialized (from {steps}),
part as materialized (select * from whole where {which}),
told as materialized (from part {limit}),
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
    where move.claim in (select change.claim from changed) and step <= (select max(step) from told)
),
-- Where each actor stands on a claim at each step that changes it: by its last move until then. (An `asof` join, since
-- any other would compare each step with each move before it.)
mover as (select distinct most, move.claim as claim, move.actor as actor from moved),
standing_then as (
    select c.step, c.most, c.change.claim as claim, m.move.actor as actor, m.move.position as position
    from changed c
        left join mover a on a.claim = c.change.claim and a.most = c.most
        asof left join moved m
            on m.move.claim = c.change.claim and m.most = c.most and m.move.actor = a.actor and m.step <= c.step
),
behind as (
    select s.step, s.most, s.claim,
        internal.holders(s.actor, s.position, 'support') as supported_by,
        internal.holders(s.actor, s.position, 'deny') as denied_by,
        internal.holders(s.actor, s.position, 'query') as questioned_by,
        internal.holders(s.actor, s.position, 'order-unknown') as order_unknown_of,
        internal.holders(s.actor, s.position, 'retracted') as retracted_of
    from standing_then s
    group by s.step, s.most, s.claim
),
change as (
    select c.step, c.most, list({
        claim: c.change.claim, status: c.change.status, previous_status: c.change.previous_status,
        supporters: c.change.supporters, deniers: c.change.deniers, questioners: c.change.questioners,
        origins: c.change.origins, divided: c.change.divided,
        supported_by: b.supported_by, denied_by: b.denied_by, questioned_by: b.questioned_by,
        order_unknown_of: b.order_unknown_of, retracted_of: b.retracted_of,
        divided_origins: c.change.divided_origins
    } order by c.change.claim) as changes
    from changed c join behind b on b.step = c.step and b.most = c.most and b.claim = c.change.claim
    group by c.step, c.most
),
wanted as (select coalesce(number, seq) as observation from told),
carrying as (from {reports_of_steps}),
following as ({following})
select t.step, t.event, t.seq, t.observation, t.known_earliest, t.known_latest, f.follows_certainly,
    f.not_certainly_after, l.type, l.recorded_at, l.recorded_by, w.kind, w.text, w.speaker, w.audience, w.occurred_text,
    nullif(m.earliest, '-infinity') as occurred_earliest, m.latest as occurred_latest,
    coalesce(s.stances, []) as stances, coalesce(b.retracts, []) as retracts, coalesce(c.reports, []) as reports,
    coalesce(l.amends, l.event) as about, l.reason,
    t.visible, coalesce(h.changes, []) as changes, t.moves,
    if({has_cut}, coalesce(p.changes, []), coalesce(h.changes, [])) as changes_if_possible, t.moves_if_possible,
    (select count(*) from part) as in_part, (select count(*) from whole) as in_story
from told t
    join following f on f.step = t.step
    left join (from internal.line where seq in (select seq from told)) l on l.seq = t.seq
    left join {words_of_steps} w on w.observation = coalesce(t.number, t.seq)
    left join (from moment where ordinal = 0 and record in (select number from told)) m on m.record = t.number
    left join {stances_of_steps} s on s.observation = coalesce(t.number, t.seq)
    left join {retracts_of_steps} b on b.observation = coalesce(t.number, t.seq)
    left join internal.reports_carried() c on c.observation = coalesce(t.number, t.seq)
    left join change h on h.step = t.step and h.most = 1
    left join change p on p.step = t.step and p.most = 2
order by t.step
