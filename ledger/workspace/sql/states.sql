-- One row is a claim at a cut, with the actors behind its status, certainly and if everything possible had happened.
with recursive {scope},
behind as (
    select c.called as claim, c.claim as seq,
        internal.holders(a.called, h.position, 'support') as supported_by,
        internal.holders(a.called, h.position, 'deny') as denied_by,
        internal.holders(a.called, h.position, 'query') as questioned_by,
        internal.holders(a.called, h.position, 'order-unknown') as order_unknown_of,
        internal.holders(a.called, h.position, 'retracted') as retracted_by,
        internal.divided_origins(w.called, h.position) as divided_origins,
        internal.holders(a.called, h.position_if_possible, 'support') as supported_by_if_possible,
        internal.holders(a.called, h.position_if_possible, 'deny') as denied_by_if_possible,
        internal.holders(a.called, h.position_if_possible, 'query') as questioned_by_if_possible,
        internal.holders(a.called, h.position_if_possible, 'order-unknown') as order_unknown_of_if_possible,
        internal.holders(a.called, h.position_if_possible, 'retracted') as retracted_by_if_possible
    from claim c
        left join held h using (claim)
        left join actor a using (actor)
        left join origin o using (actor)
        left join actor w on w.actor = o.origin
    group by c.called, c.claim
)
select c.claim, c.text, c.kind, c.status, c.status_if_possible, c.supporters, c.deniers, c.questioners, c.origins,
    c.divided, c.verdict, c.assessors, c.confidence, b.* exclude (claim, seq)
from {claims} c join behind b using (claim)
where {which}
order by b.seq
