-- One row is an actor by what the log held at the position asked about.
with recursive {scope}
select a.called as actor, a.name, a.role, w.called as part_of, p.called as origin, a.independent, a.aliases, a.note, a.actor as seq
from actor a
    join origin o using (actor)
    join actor p on p.actor = o.origin
    left join actor w on w.actor = a.part_of
order by a.actor
