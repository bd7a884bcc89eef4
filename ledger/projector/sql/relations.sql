-- The relations of sections 4 and 5 as a question needs them: as they are now, from the tables; else as they were at the
-- position asked about, from the macros. A macro that answers has this text as its `with`: the macros that it calls
-- take the relations that they name from there. {is_now} is known when a query is planned, so only one half is run.
asked as materialized (select {asked} as n),
    version as (from internal.version),
    actor as (
        from internal.actor where {is_now} union all from internal.actor_at((select n from asked)) where not {is_now}
    ),
    body as (
        from internal.body where {is_now} union all from internal.body_at((select n from asked)) where not {is_now}
    ),
    origin as (
        from internal.origin where {is_now} union all from internal.origin_at((select n from asked)) where not {is_now}
    ),
    source as (
        from internal.source where {is_now} union all from internal.source_at((select n from asked)) where not {is_now}
    ),
    claim as (
        from internal.claim where {is_now} union all from internal.claim_at((select n from asked)) where not {is_now}
    ),
    observation as (
        from internal.observation where {is_now} union all from internal.observation_at((select n from asked)) where not {is_now}
    ),
    report as (
        from internal.report where {is_now} union all from internal.report_at((select n from asked)) where not {is_now}
    ),
    stance as (
        from internal.stance where {is_now} union all from internal.stance_at((select n from asked)) where not {is_now}
    ),
    retraction as (
        from internal.retraction where {is_now} union all from internal.retraction_at((select n from asked)) where not {is_now}
    ),
    assessment as (
        from internal.assessment where {is_now} union all from internal.assessment_at((select n from asked)) where not {is_now}
    ),
    said as (
        from internal.said where {is_now} union all from internal.said_at((select n from asked)) where not {is_now}
    ),
    edge as (
        from internal.edge where {is_now} union all from internal.edge_at((select n from asked)) where not {is_now}
    ),
    moment as (
        from internal.moment where {is_now} union all from internal.moment_at((select n from asked)) where not {is_now}
    )
