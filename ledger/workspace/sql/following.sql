-- One row is an observation that certainly follows the one before it in a list, as the perspective learned of both.
with recursive {scope},
told as (
    select n.record as observation, n.name, t.place
    from (select unnest({observations}::varchar[]) as name, generate_subscripts({observations}::varchar[], 1) as place) t
        join internal.named n using (name)
),
learned_moment as materialized (
    from internal.placed({perspective}, {event_id})
    where (is_certain or is_possible) and observation in (select observation from told)
),
pair as materialized (
    select a.observation as former, b.observation as latter from told a join told b on b.place = a.place + 1
)
select t.name as observation from internal.certain_pair() p join told t on t.observation = p.latter
