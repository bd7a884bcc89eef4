-- The claims that a question is about, and the observations that ever touched them.
these_claims as materialized (select record as claim from internal.named where type = 'claim' and name in ({claims})),
    ever_touching as materialized (
        select observation from internal.stated_stance where claim in (from these_claims)
        union
        select by_observation from internal.stated_retraction where observation in (
            select observation from internal.stated_stance where claim in (from these_claims)
        )
    )
