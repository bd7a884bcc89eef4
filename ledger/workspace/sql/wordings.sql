-- One row is a wording that the claim no longer had by the seq asked about, with the line that changed it, and why. If
-- a line between the two was erased, which may have been another wording, there is no row.
with stated as materialized (
    select version, seq, lead(seq) over (order by version) as next_seq
    from internal.version where record in (select record from internal.named where name = {claim})
),
-- Selected first, so that DuckDB does not join all lines of the log before it looks for these.
line as materialized (
    select seq, text, recorded_at, recorded_by, reason
    from internal.line where seq in (select unnest([seq, next_seq]) from stated where next_seq <= {asked_seq})
)
select l.text, l.seq, n.seq as changed_seq, n.recorded_at as changed_at, n.recorded_by as changed_by, n.reason
from stated s
    join line l on l.seq = s.seq
    join line n on n.seq = s.next_seq
where l.text <> n.text
    and not exists (from internal.line e where e.type is null and e.seq > l.seq and e.seq < n.seq)
order by s.version
