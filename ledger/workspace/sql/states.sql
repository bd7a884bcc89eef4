-- One row is a claim at a cut, with the actors behind its status, certainly and if everything possible had happened.
with recursive {scope},
holding as materialized (from {positions}),
behind as (
    select claim,
        list(actor order by actor) filter (where position = 'support') as supported_by,
        list(actor order by actor) filter (where position = 'deny') as denied_by,
        list(actor order by actor) filter (where position = 'query') as questioned_by,
        list(actor order by actor) filter (where position = 'order-unknown') as order_unknown_of,
        list(actor order by actor) filter (where position = 'retracted') as retracted_by,
        list_sort(list_intersect(
            list(origin) filter (where position = 'support'), list(origin) filter (where position = 'deny')
        )) as divided_origins,
        list(actor order by actor) filter (where position_if_possible = 'support') as supported_by_if_possible,
        list(actor order by actor) filter (where position_if_possible = 'deny') as denied_by_if_possible,
        list(actor order by actor) filter (where position_if_possible = 'query') as questioned_by_if_possible,
        list(actor order by actor) filter (where position_if_possible = 'order-unknown') as order_unknown_of_if_possible,
        list(actor order by actor) filter (where position_if_possible = 'retracted') as retracted_by_if_possible
    from holding group by claim
)
select c.claim, c.text, c.kind, c.status, c.status_if_possible, c.supporters, c.deniers, c.questioners, c.origins,
    c.divided, c.verdict, c.assessors, c.confidence,
    coalesce(n.supported_by, []) as supported_by, coalesce(n.denied_by, []) as denied_by,
    coalesce(n.questioned_by, []) as questioned_by, coalesce(n.order_unknown_of, []) as order_unknown_of,
    coalesce(n.retracted_by, []) as retracted_by, coalesce(n.divided_origins, []) as divided_origins,
    coalesce(n.supported_by_if_possible, []) as supported_by_if_possible,
    coalesce(n.denied_by_if_possible, []) as denied_by_if_possible,
    coalesce(n.questioned_by_if_possible, []) as questioned_by_if_possible,
    coalesce(n.order_unknown_of_if_possible, []) as order_unknown_of_if_possible,
    coalesce(n.retracted_by_if_possible, []) as retracted_by_if_possible
from {claims} c
    left join behind n using (claim)
    join claim k on k.called = c.claim
where {which}
order by k.claim
