-- One row is a pair of claims that contradict each other, by what the log held at the seq asked about, in either order.
with recursive {scope}
select distinct least(f.called, t.called) as claim, greatest(f.called, t.called) as other
from claim_relation r
    join claim f on f.claim = r.from_claim
    join claim t on t.claim = r.to_claim
where r.relation = 'contradicts' and f.claim <> t.claim
order by claim, other
