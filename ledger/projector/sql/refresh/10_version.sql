-- Which line states which version of which record, and until when.
delete from internal.version;
insert into internal.version
with stated as (
    select coalesce(amends, id) as record, type, seq from internal.line where type is not null and type <> 'void'
),
ended as (
    select event as record, min(seq) as seq from internal.line where type = 'void' group by event
)
select s.record, s.type, s.seq,
    row_number() over versions, first_value(s.seq) over versions,
    coalesce(lead(s.seq) over versions, e.seq), e.seq
from stated s left join ended e using (record)
window versions as (partition by s.record order by s.seq);
