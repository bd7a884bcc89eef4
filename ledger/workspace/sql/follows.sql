-- One row is an observation that certainly follows the one before it in a list, as the perspective learned of both.
with recursive {scope},
told as (select unnest({observations}::varchar[]) as observation, generate_subscripts({observations}::varchar[], 1) as place),
learned_moment as materialized (
    from internal.placed({perspective}, {event_id})
    where (is_certain or is_possible) and observation in (select observation from told)
),
pair as materialized (
    select a.observation as former, b.observation as latter from told a join told b on b.place = a.place + 1
)
select latter as observation from internal.certain_pair()
