-- One row is a relation of the claim to another one, by what the log held at the position asked about.
with recursive {scope}
select r.claim_relation, r.from_claim, r.relation, r.to_claim, c.text, r.note
from claim_relation r join claim c on c.claim = if(r.from_claim = {of}, r.to_claim, r.from_claim)
where {of} in (r.from_claim, r.to_claim)
order by r.seq
