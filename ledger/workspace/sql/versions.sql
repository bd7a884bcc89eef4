-- One row is a version of a record: the line that states it, and the line that ended it.
select v.version, v.seq, l.id, l.recorded_at, l.recorded_by, l.reason, v.until_seq, v.ended_seq
from internal.version v join internal.line l on l.seq = v.seq
where v.record in (select record from internal.named where name = {record})
order by v.version
