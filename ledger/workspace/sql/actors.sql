-- One row is an actor as of the seq asked about.
with recursive {scope}
from internal.actor_shown() where {which} order by seq {first}
