-- One row is a relation of the claim to another one, as of the seq asked about, with the status of the other.
with recursive {scope}
select r.called as claim_relation, f.called as from_claim, r.relation, t.called as to_claim, s.claim, s.text, s.status,
    s.status_if_possible, r.note
from claim_relation r
    join claim f on f.claim = r.from_claim
    join claim t on t.claim = r.to_claim
    join {claims} s on s.claim = if(f.called = {of}, t.called, f.called)
where {of} in (f.called, t.called)
order by r.claim_relation
