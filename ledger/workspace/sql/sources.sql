-- One row is a source by what the log held at the seq asked about.
with recursive {scope}
from internal.source_shown() where {which} order by seq {first}
