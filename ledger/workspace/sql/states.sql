-- One row is a claim at a cut, with the actors behind its status, certainly and if everything possible had happened.
with recursive {scope},
behind as (
    select k.called as claim, k.claim as seq,
        internal.holders(h.actor, h.position, 'support') as supported_by,
        internal.holders(h.actor, h.position, 'deny') as denied_by,
        internal.holders(h.actor, h.position, 'query') as questioned_by,
        internal.holders(h.actor, h.position, 'order-unknown') as order_unknown_of,
        internal.holders(h.actor, h.position, 'retracted') as retracted_by,
        internal.divided_origins(h.origin, h.position) as divided_origins,
        internal.holders(h.actor, h.position_if_possible, 'support') as supported_by_if_possible,
        internal.holders(h.actor, h.position_if_possible, 'deny') as denied_by_if_possible,
        internal.holders(h.actor, h.position_if_possible, 'query') as questioned_by_if_possible,
        internal.holders(h.actor, h.position_if_possible, 'order-unknown') as order_unknown_of_if_possible,
        internal.holders(h.actor, h.position_if_possible, 'retracted') as retracted_by_if_possible
    from claim k left join {positions} h on h.claim = k.called
    group by k.called, k.claim
)
select c.claim, c.text, c.kind, c.status, c.status_if_possible, c.supporters, c.deniers, c.questioners, c.origins,
    c.divided, c.verdict, c.assessors, c.confidence, b.* exclude (claim, seq)
from {claims} c join behind b using (claim)
where {which}
order by b.seq
