-- The claim that a question is about, and the observations that ever touched it.
this_claim as materialized (select record as claim from internal.named where type = 'claim' and name = {claim}),
    ever_touching as materialized (
        select observation from internal.stated_stance where claim in (from this_claim)
        union
        select by_observation from internal.stated_retraction where observation in (
            select observation from internal.stated_stance where claim in (from this_claim)
        )
    )
