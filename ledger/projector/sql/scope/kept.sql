-- Like cut.sql, but from the tables, for the public at the end of all that is recorded, where nothing is only possible;
-- for `which` claims, if not all. Claims and positions have relations of their own.
cut as (select 'infinity'::timestamp as certain_by, 'infinity'::timestamp as possible_by, null::bigint as record),
    around as (from internal.around_cut()),
    visible as not materialized (select observation, 1::bigint as step from internal.story),
    judged as (
        select observation, who as actor, claim, stance, 1::bigint as step,
            if(superseded_at < internal.never(), 1, superseded_at) as superseded_at,
            if(retracted_at < internal.never(), 1, retracted_at) as retracted_at
        from internal.belief_now where kind = 'stance' and {which}
    ),
    held as (select claim, actor, position, position as position_if_possible from internal.position_now where {which})
