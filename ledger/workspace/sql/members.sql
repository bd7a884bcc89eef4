-- One row is the actor asked for, with the bodies that it is a part of and those that are parts of it.
with recursive {scope}
select a.called as actor, a.name, a.role, w.called as part_of, p.called as origin, a.independent, a.aliases, a.note, a.actor as seq,
    coalesce((
        select list(b.called order by distance) from body join actor b on b.actor = body where member = a.actor and distance > 0
    ), []) as wholes,
    coalesce((
        select list(m.called order by distance, m.called) from body join actor m on m.actor = member
        where body = a.actor and distance > 0
    ), []) as parts
from actor a
    join origin o using (actor)
    join actor p on p.actor = o.origin
    left join actor w on w.actor = a.part_of
where a.called = {actor}
