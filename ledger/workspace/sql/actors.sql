-- One row is an actor by what the log held at the position asked about.
with recursive {scope}
select a.actor, a.name, a.role, a.part_of, o.origin, a.independent, a.aliases, a.note, a.seq
from actor a join origin o using (actor)
order by a.seq
