-- One row is an actor by what the log held at the seq asked about.
with recursive {scope}
from internal.actor_shown() where {which} order by seq {first}
