-- What is told of the whole log to the public, and to those who keep it, kept as tables. The story (its order), the
-- steps of each claim, what the rules give, and the revisions: refresh/ keeps them level with the log.
create table internal.belief_now as from internal.belief_row limit 0;
create table internal.revision_now as from internal.revision_of('story', 'public') limit 0;
create table internal.position_now as from internal.position_by(0) limit 0;

-- Which observation ever touched which claim, and which other ones it ever took back, in any version.
create table internal.ever_touched (claim varchar, observation varchar);
create table internal.ever_taken_back (observation varchar, by_observation varchar);

-- What the new lines touch: the types of record of which there is something new; the records to be read anew; the
-- observations that these are, or that time or order connects with them; and the claims that these ever touched.
create table internal.touched_type (type varchar);
create table internal.touched_record (record varchar);
create table internal.touched_observation (observation varchar);
create table internal.touched_claim (claim varchar);

-- The last seq from which the tables were derived.
create macro internal.derived() as (
    coalesce((select value::bigint from internal.meta where key = 'derived'), 0)
);

-- What is to be derived anew, by the names of the files in refresh/ that do it.
create view internal.touched_part as
    select type as part from internal.touched_type
    union
    select 'observation' from internal.touched_record r join internal.version v on v.record = r.record
    where v.type in ('observation', 'report', 'order')
    union
    select 'belief' from internal.touched_claim;
