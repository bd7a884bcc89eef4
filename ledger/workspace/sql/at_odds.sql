-- One row is a pair of claims in which one contradicts or undercuts the other, as of the seq asked about. Two claims
-- that contradict each other are one row, in the order of their names.
with recursive {scope}
select distinct r.relation,
    if(r.relation = 'contradicts', least(f.called, t.called), f.called) as claim,
    if(r.relation = 'contradicts', greatest(f.called, t.called), t.called) as other
from claim_relation r
    join claim f on f.claim = r.from_claim
    join claim t on t.claim = r.to_claim
where r.relation in ('contradicts', 'undercuts') and f.claim <> t.claim
order by r.relation, claim, other
