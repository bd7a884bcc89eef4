-- One row is the actor asked for, with the bodies that it is a part of and those that are parts of it.
with recursive {scope}
select a.actor, a.name, a.role, a.part_of, o.origin, a.independent, a.aliases, a.note, a.seq,
    coalesce((select list(body order by distance) from body where member = a.actor and distance > 0), []) as wholes,
    coalesce((select list(member order by distance, member) from body where body = a.actor and distance > 0), []) as parts
from actor a join origin o using (actor)
where a.actor = {actor}
