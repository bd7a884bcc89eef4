-- One row is an assessment of the claim by what the log held at the seq asked about; `stands` at the cut if it was
-- made before it, and its assessor has made no later one.
with recursive {scope},
made as (
    select a.*, l.recorded_at, a.latest <= cut.certain_by or {perspective} = 'ledger' as is_made
    from assessment a join internal.line l on l.seq = a.line, cut
    where a.claim in (from this_claim)
)
select called as assessment, assessor, verdict, label, confidence, rationale, evidence, occurred_text, recorded_at, note,
    assessment as seq,
    is_made and line = max(line) filter (where is_made) over (partition by assessor) as stands
from made
order by line
