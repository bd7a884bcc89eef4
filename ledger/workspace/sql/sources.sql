-- One row is a source as of the seq asked about.
with recursive {scope}
from internal.source_shown() where {which} order by seq {first}
