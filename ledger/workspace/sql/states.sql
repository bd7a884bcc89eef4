-- One row is a claim at a cut, with the actors behind its status, certainly and if everything possible had happened.
with recursive {scope},
chosen as materialized (
    select s.*, c.claim as seq from (from {claims} where {which}) s join claim c on c.called = s.claim
    order by c.claim {first}
),
behind as (
    select c.claim,
        internal.holders(a.called, h.position, 'support') as supported_by,
        internal.holders(a.called, h.position, 'deny') as denied_by,
        internal.holders(a.called, h.position, 'query') as questioned_by,
        internal.holders(a.called, h.position, 'order-unknown') as order_unknown_of,
        internal.holders(a.called, h.position, 'retracted') as retracted_of,
        internal.divided_origins(w.called, h.position) as divided_origins,
        internal.holders(a.called, h.position_if_possible, 'support') as supported_by_if_possible,
        internal.holders(a.called, h.position_if_possible, 'deny') as denied_by_if_possible,
        internal.holders(a.called, h.position_if_possible, 'query') as questioned_by_if_possible,
        internal.holders(a.called, h.position_if_possible, 'order-unknown') as order_unknown_of_if_possible,
        internal.holders(a.called, h.position_if_possible, 'retracted') as retracted_of_if_possible
    from chosen c
        left join held h on h.claim = c.seq
        left join actor a using (actor)
        left join origin o using (actor)
        left join actor w on w.actor = o.origin
    group by c.claim
),
-- Who took back what the actors whose position is retracted had said: themselves, or somebody else.
taking_back as (
    select c.claim, w.called as actor, list(distinct a.called order by a.called) as takers
    from held h
        join actor w on w.actor = h.actor
        join judged j on j.claim = h.claim and j.actor = h.actor and j.step = 1 and j.superseded_at > 1
        join chosen c on c.seq = h.claim
        left join retraction r
            on r.observation = j.observation and (r.claim is null or r.claim = j.claim) and j.stance <> 'retract'
                and r.by_observation in (select observation from visible where step = 1)
        left join observation o on o.observation = r.by_observation
        join actor a on a.actor = if(j.stance = 'retract', j.actor, o.speaker)
    where h.position = 'retracted'
    group by c.claim, w.called
),
-- How actors who never said so plainly hold their position: the plainest of the stances that give it.
manner as (
    select c.claim, a.called as actor, min({
            is_unsure: s.certainty <> 'certain', is_indirect: s.basis <> 'direct', basis: s.basis, certainty: s.certainty
        }) as plainest
    from held h
        join judged j on j.claim = h.claim and j.actor = h.actor and j.stance = h.position
        join stance s on s.observation = j.observation and s.claim = j.claim
        join chosen c on c.seq = h.claim
        join actor a on a.actor = h.actor
    where j.step = 1 and j.superseded_at > 1 and j.retracted_at > 1
        and (h.claim, h.actor) in (select claim, speaker from stance where basis <> 'direct' or certainty <> 'certain')
    group by c.claim, a.called
),
hedged as (
    select claim, list({actor: actor, basis: plainest.basis, certainty: plainest.certainty} order by actor) as hedges
    from manner where plainest.is_unsure or plainest.is_indirect group by claim
),
taken_back as (
    select claim, list({actor: actor, "by": takers} order by actor) as retractors from taking_back group by claim
)
select c.claim, c.text, c.kind, c.status, c.status_if_possible, c.supporters, c.deniers, c.questioners, c.origins,
    c.divided, c.verdict, c.assessors, c.confidence, b.* exclude (claim),
    coalesce(t.retractors, []) as retractors, coalesce(m.hedges, []) as hedges
from chosen c join behind b using (claim) left join taken_back t using (claim) left join hedged m using (claim)
order by c.seq
