-- What a query is asked over: the relations of the projections as they were at the position asked about, the cut, and
-- the observations that are visible at it. It is the beginning of a `with`.
{relations},
    claim_relation as (from internal.claim_relation_at((select n from asked))),
    claim_step as (from internal.claim_step),
    cut as materialized (from internal.cut({cut}, (select n from asked))),
    visible as materialized (
        from internal.visible({cut}, internal.known_perspective({perspective}), (select n from asked))
    )
