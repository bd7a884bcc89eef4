-- What the lines beyond those from which the tables were derived touch. A table made from nothing is touched in all of it.

delete from internal.touched_type;
delete from internal.touched_record;
delete from internal.touched_observation;
delete from internal.touched_claim;

insert into internal.touched_record
select distinct coalesce(event, amends, id) from internal.line where seq > internal.derived() and type is not null;

insert into internal.touched_type
select distinct type from internal.line
where type <> 'void' and coalesce(amends, id) in (from internal.touched_record);

-- A body, a source or a claim that changes or ends can touch anything. It is rare: everything is derived anew then.
insert into internal.touched_type
select 'everything'
where exists (
    from internal.line
    where seq > internal.derived()
        and (
            (amends is not null and type in ('actor', 'source'))
            or event in (select id from internal.line where type in ('actor', 'source', 'claim'))
        )
);
insert into internal.touched_record
select distinct coalesce(amends, id) from internal.line
where type <> 'void' and 'everything' in (from internal.touched_type)
    and coalesce(amends, id) not in (from internal.touched_record);
insert into internal.touched_type
select distinct type from internal.line
where 'everything' in (from internal.touched_type) and type not in (from internal.touched_type);

delete from internal.version where record in (from internal.touched_record);
insert into internal.version
with stated as (
    select coalesce(amends, id) as record, type, seq from internal.line
    where type <> 'void' and coalesce(amends, id) in (from internal.touched_record)
),
ended as (
    select event as record, min(seq) as seq from internal.line
    where event in (from internal.touched_record) group by event
)
select s.record, s.type, s.seq,
    row_number() over versions, first_value(s.seq) over versions,
    coalesce(lead(s.seq) over versions, e.seq), e.seq
from stated s left join ended e using (record)
window versions as (partition by s.record order by s.seq);

-- The observations themselves, those that the reports carry, and those to which edges lead, in any version; then all
-- that edges connect with them, and whoever took one of them back in any version: what such a one touched follows from
-- all that it took back.
insert into internal.touched_observation
with recursive stated as (
    select l.* from internal.version v join internal.line l on l.seq = v.seq
    where v.record in (from internal.touched_record) and v.type in ('observation', 'report', 'order')
),
named as (
    select coalesce(amends, id) as name from stated where type = 'observation'
    union select observation from stated where type = 'report'
    union select unnest("after") from stated
    union select "first" from stated where type = 'order'
    union select "then" from stated where type = 'order'
),
reporting as (
    select distinct coalesce(l.amends, l.id) as name, l.observation from internal.line l
    where l.type = 'report' and coalesce(l.amends, l.id) in (
        select name from named union select first_name from internal.said union select then_name from internal.said
    )
),
linked as (
    select coalesce(f.observation, s.first_name) as one, coalesce(t.observation, s.then_name) as other
    from internal.said s
        left join reporting f on f.name = s.first_name
        left join reporting t on t.name = s.then_name
),
link as (
    from linked
    union all select other, one from linked
    union all select observation, by_observation from internal.ever_taken_back
),
connected(observation) as (
    select coalesce(r.observation, n.name) from named n left join reporting r using (name)
    union
    select l.other from connected c join link l on l.one = c.observation
)
select observation from connected where observation in (select record from internal.version where type = 'observation');

-- Their reports, and the orders that were said of them, are read anew with them.
insert into internal.touched_record
select record from (
    select observation as record from internal.touched_observation
    union
    select coalesce(amends, id) from internal.line
    where type = 'report' and observation in (from internal.touched_observation)
    union
    select owner from internal.said
    where first_name in (from internal.touched_observation) or then_name in (from internal.touched_observation)
        or first_name in (select name from internal.report where observation in (from internal.touched_observation))
        or then_name in (select name from internal.report where observation in (from internal.touched_observation))
)
where record not in (from internal.touched_record);

delete from internal.ever_taken_back where by_observation in (from internal.touched_observation);
insert into internal.ever_taken_back
select distinct unnest(l.retracts).observation, v.record
from internal.version v join internal.line l on l.seq = v.seq
where v.record in (from internal.touched_observation);

delete from internal.ever_touched where observation in (from internal.touched_observation);
insert into internal.ever_touched
with stated as (
    select v.record as observation, unnest(l.stances).claim as claim
    from internal.version v join internal.line l on l.seq = v.seq
    where v.record in (
        from internal.touched_observation
        union
        select observation from internal.ever_taken_back where by_observation in (from internal.touched_observation)
    )
)
select claim, observation from stated where observation in (from internal.touched_observation)
union
select s.claim, t.by_observation
from internal.ever_taken_back t join stated s using (observation)
where t.by_observation in (from internal.touched_observation);

insert into internal.touched_claim
select distinct claim from internal.ever_touched where observation in (from internal.touched_observation)
union
select claim from internal.claim where 'everything' in (from internal.touched_type);
