-- One row is the actor asked for, with the bodies that it is a part of and those that are parts of it.
with recursive {scope}
select a.*,
    coalesce((
        select list(b.called order by distance) from body join actor b on b.actor = body
        where member = a.seq and distance > 0
    ), []) as wholes,
    coalesce((
        select list(m.called order by distance, m.called) from body join actor m on m.actor = member
        where body = a.seq and distance > 0
    ), []) as parts
from internal.actor_shown() a
where a.actor = {actor}
