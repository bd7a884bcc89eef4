-- One row is a wording of the claim that it no longer had by the seq asked about: up to which line, and why that changed
-- it. Where a line between them was erased, that may have been another wording, and nothing is told.
select l.text, l.seq, n.seq as changed_seq, n.recorded_at as changed_at, n.recorded_by as changed_by, n.reason
from internal.version v
    join internal.version w on w.record = v.record and w.version = v.version + 1
    join internal.line l on l.seq = v.seq
    join internal.line n on n.seq = w.seq
where v.record in (select record from internal.named where name = {claim}) and n.seq <= {asked} and l.text <> n.text
    and not exists (from internal.line e where e.type is null and e.seq > l.seq and e.seq < n.seq)
order by v.version
