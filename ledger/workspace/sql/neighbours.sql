-- One row is a relation of the claim to another one, by what the log held at the seq asked about.
with recursive {scope}
select r.called as claim_relation, f.called as from_claim, r.relation, t.called as to_claim,
    if(f.called = {of}, t.text, f.text) as text, r.note
from claim_relation r join claim f on f.claim = r.from_claim join claim t on t.claim = r.to_claim
where {of} in (f.called, t.called)
order by r.claim_relation
