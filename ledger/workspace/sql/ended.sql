-- One row is one of some names whose record was voided by the seq asked about, with the seq of the void and, for a
-- source, its audience; or was erased, so that nothing has the name any more.
select each.name, min(v.ended_seq) as ended_seq, coalesce(arg_max(l.audience, v.seq) filter (where v.type = 'source'), []) as audience
from (select distinct unnest({names}::varchar[]) as name) each
    left join internal.named n using (name)
    left join internal.version v on v.record = n.record
    left join internal.line l on l.seq = v.seq
where n.name is null or v.ended_seq <= {asked_seq}
group by each.name
order by each.name
