-- Part of compare.sql. One row is something that one of the two views has: a claim's state, where an actor stands on
-- one, an observation that is visible, an assessment that was made, or a record by which it may have learned of
-- something.
with recursive {scope}
select 'state' as kind, s as state from ({states}) s
union all by name
select 'position' as kind, p as position from {positions} p
union all by name
select 'observation' as kind, o as observation from (select observation, visible from {observations}) o
union all by name
select 'assessment' as kind, a as assessment from (select assessment, claim, assessor, verdict, seq from ({assessments}) where made) a
union all by name
select 'learned' as kind, record from (
    select distinct record from internal.placed({perspective}, {event_id}) where is_certain or is_possible
    union all
    select distinct record from internal.version where {perspective} = 'ledger' and seq <= {seq}
)
