-- One row is an assessment as of the seq asked about. It `stands` at the cut if it is the last recorded of those that
-- its assessor had `made` on the claim by then. `evidence_ended` is the part of its evidence that was voided or erased.
with recursive {scope},
made as (
    select a.*, l.recorded_at, a.latest <= cut.certain_by or {perspective} = 'ledger' as is_made,
        a.occurred_text is null or a.earliest < cut.possible_by as is_perhaps_made
    from assessment a join internal.line l on l.seq = a.line, cut
    where {which}
),
cited as materialized (
    select e.assessment, e.name, n.record
    from (select distinct assessment, unnest(evidence) as name from made) e left join internal.named n using (name)
),
ended as (
    select assessment, list(name order by name) as names
    from cited
    where record is null or record in (select record from internal.version where ended_seq <= {seq})
    group by assessment
)
select made.called as assessment, c.called as claim, assessor, verdict, label, confidence, rationale, evidence,
    coalesce(ended.names, []) as evidence_ended, occurred_text, recorded_at, made.note, made.assessment as seq,
    is_made as made, is_made or is_perhaps_made as perhaps_made,
    is_made and made.assessment = max(made.assessment) filter (where is_made) over (partition by made.claim, assessor) as stands
from made join claim c using (claim) left join ended on ended.assessment = made.assessment
order by made.assessment
