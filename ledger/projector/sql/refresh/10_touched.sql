-- What the lines after those from which the tables were derived touch: in an empty database, everything.

delete from internal.touched_type;
delete from internal.touched_record;
delete from internal.touched_observation;
delete from internal.touched_claim;
delete from internal.touched_version;
delete from internal.touched_name;

-- A record's number is the seq of the first line that states it; if that was erased, of an amendment.
insert into internal.named
with stated as (
    select coalesce(amends, id) as name, min(seq) as record, min(type) as type, bool_and(amends is not null) as is_amended
    from internal.line where seq > internal.derived() and type <> 'void' group by coalesce(amends, id)
)
select name, record, type from stated where not is_amended
union all
select name, record, type from stated
where is_amended and name not in (
    select name from internal.named where name in (select name from stated where is_amended)
)
order by type, name;

-- The records that the new lines name, amend or end. If no record has a name, its record was erased.
insert into internal.touched_name
from internal.named where name in (
    select unnest(list_concat(
        "after", [amends, event, observation, "first", "then", speaker],
        list_transform(stances, lambda each: each.claim),
        list_transform(retracts, lambda each: each.observation),
        flatten(list_transform(retracts, lambda each: each.claims))
    ))
    from internal.line where seq > internal.derived() and type is not null
);

-- A record is touched if it is new, is amended, or ends.
insert into internal.touched_record
select seq, type from internal.line where seq > internal.derived() and type <> 'void' and amends is null
union
select n.record, n.type
from internal.line l join internal.touched_name n on n.name = coalesce(l.event, l.amends)
where l.seq > internal.derived();

insert into internal.touched_type
select distinct type from internal.touched_record;

-- A body, a source or a claim that changes or ends can touch anything. This is rare: everything is derived again then.
insert into internal.touched_type
select 'everything'
where exists (
    from internal.line l join internal.touched_name n on n.name = coalesce(l.event, l.amends)
    where l.seq > internal.derived() and n.type in ('actor', 'source', 'claim') and (n.type <> 'claim' or l.event is not null)
);
insert into internal.touched_record
select record, type from internal.named
where 'everything' in (from internal.touched_type) and record not in (select record from internal.touched_record);
insert into internal.touched_type
select distinct type from internal.touched_record
where 'everything' in (from internal.touched_type) and type not in (from internal.touched_type);

-- The versions that were there already, and those that the new lines state.
insert into internal.touched_version
select v.record, v.type, v.seq, v.ended_seq
from internal.version v where v.record in (select record from internal.touched_record)
union all
select coalesce(n.record, l.seq), l.type, l.seq, null
from internal.line l left join internal.touched_name n on n.name = l.amends
where l.seq > internal.derived() and l.type <> 'void'
union all
select n.record, null, null, l.seq
from internal.line l join internal.touched_name n on n.name = l.event
where l.seq > internal.derived();

delete from internal.version where record in (select record from internal.touched_record);
insert into internal.version
select record, type, seq, row_number() over versions, coalesce(lead(seq) over versions, ended_seq), ended_seq
from (select record, type, seq, min(ended_seq) over (partition by record) as ended_seq from internal.touched_version)
where seq is not null
window versions as (partition by record order by seq)
-- Rows of one type are stored together, so that a question about it reads no other.
order by type, seq;

-- What the new lines say, in numbers.
insert into internal.stated_speaker
select s.record, l.seq
from internal.line l join internal.touched_name s on s.name = l.speaker
where l.seq > internal.derived() and l.type = 'observation';

insert into internal.stated_stance
select c.record, v.record, s.seq, s.taken.stance, coalesce(s.taken.basis, 'direct'), coalesce(s.taken.certainty, 'certain')
from (select seq, unnest(stances) as taken from internal.line where seq > internal.derived()) s
    join internal.touched_version v on v.seq = s.seq
    join internal.touched_name c on c.name = s.taken.claim
order by 1;

insert into internal.stated_retraction
with taken as (
    select v.record, s.seq, o.record as observation, s.retraction.claims as claims
    from (select seq, unnest(retracts) as retraction from internal.line where seq > internal.derived()) s
        join internal.touched_version v on v.seq = s.seq
        join internal.touched_name o on o.name = s.retraction.observation
)
select observation, null, record, seq from taken where coalesce(len(claims), 0) = 0
union all
select t.observation, c.record, t.record, t.seq
from (select observation, record, seq, unnest(claims) as claim from taken) t
    join internal.touched_name c on c.name = t.claim;

insert into internal.stated_report
select v.record, o.record, l.seq
from internal.line l
    join internal.touched_version v on v.seq = l.seq
    join internal.touched_name o on o.name = l.observation
where l.seq > internal.derived() and l.type = 'report';

insert into internal.stated_order
select v.record, f.record, v.record, s.seq
from (
    select seq, unnest("after") as name from internal.line where seq > internal.derived() and type in ('observation', 'report')
) s
    join internal.touched_version v on v.seq = s.seq
    join internal.touched_name f on f.name = s.name
union all
select v.record, f.record, t.record, l.seq
from internal.line l
    join internal.touched_version v on v.seq = l.seq
    join internal.touched_name f on f.name = l."first"
    join internal.touched_name t on t.name = l."then"
where l.seq > internal.derived() and l.type = 'order';

-- The observations themselves, those that the reports carry, and those to which edges lead; then all that edges connect
-- with them, and what retracts one of them, since what it retracts determines which claims it touches.
insert into internal.touched_observation
with recursive connected(observation) as (
    select coalesce(r.observation, t.record)
    from (
        select record from internal.touched_record where type in ('observation', 'report')
        union
        select unnest([earlier, later]) from internal.stated_order
        where owner in (select record from internal.touched_record)
    ) t
        left join internal.stated_report r on r.report = t.record
    union
    select l.other from connected c join internal.ever_linked l on l.one = c.observation
)
-- (A report with only an amendment left may be among them; nothing is found by its number.)
select observation from connected;

-- Their reports, and the orders that were said of them, are read again with them.
insert into internal.touched_record
select record, type from internal.named
where record in (
        select observation from internal.touched_observation
        union
        select report from internal.stated_report where observation in (from internal.touched_observation)
        union
        select s.owner
        from internal.stated_order s
            left join internal.stated_report f on f.report = s.earlier
            left join internal.stated_report t on t.report = s.later
        where coalesce(f.observation, s.earlier) in (from internal.touched_observation)
            or coalesce(t.observation, s.later) in (from internal.touched_observation)
    )
    and record not in (select record from internal.touched_record);

insert into internal.touched_claim
select distinct claim from internal.ever_touched where observation in (from internal.touched_observation)
union
select claim from internal.claim where 'everything' in (from internal.touched_type);
