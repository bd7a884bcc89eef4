-- One row is an observation that is visible at a cut.
with recursive {scope}
from {observations}
order by occurred_earliest nulls first, occurred_latest, seq
