-- One row is a position of one of the actors, at a cut.
with recursive {scope}
select h.claim, c.text, h.actor, h.origin, h.position, h.observation, h.position_if_possible, h.observation_if_possible
from {positions} h join {claims} c using (claim)
where h.actor in (select unnest({actors}::varchar[]))
    and (h.position is not null or h.position_if_possible is not null)
order by h.actor, h.claim
