-- What the new lines of the log touch: refresh/10_touched.sql finds it, and only that is derived again.

-- One row is an observation that ever touched a claim, by a stance on it or by retracting one; some have several rows.
create view internal.ever_touched as
    select claim, observation from internal.stated_stance
    union all
    select t.claim, b.by_observation
    from internal.stated_retraction b join internal.stated_stance t using (observation);

-- One row is an observation that an edge, or a retraction, ever connected with another one.
create view internal.ever_linked as
    with edge as (
        select coalesce(f.observation, s.earlier) as one, coalesce(t.observation, s.later) as other
        from internal.stated_order s
            left join internal.stated_report f on f.report = s.earlier
            left join internal.stated_report t on t.report = s.later
    )
    from edge
    union all
    select other, one from edge
    union all
    select observation, by_observation from internal.stated_retraction;

-- What the new lines touch: the types of record with something new; the records to be read again, and their versions;
-- the observations among these, and those that an order or a retraction connects with them; the claims that these ever
-- touched; and the records that the new lines name.
create table internal.touched_type (type varchar);
create table internal.touched_record (record bigint, type varchar);
create table internal.touched_version (record bigint, type varchar, seq bigint, ended_seq bigint);
create table internal.touched_observation (observation bigint);
create table internal.touched_claim (claim bigint);
create table internal.touched_name as from internal.named limit 0;

-- The touched claims, in turns of about so many stances: no claim depends on another, and a turn is judged in memory.
create macro internal.turns(stances) as table
    select claim, (sum(many) over (order by claim) // stances)::bigint as turn
    from (
        select t.claim, count(s.seq) as many
        from internal.touched_claim t left join internal.stated_stance s on s.claim = t.claim
        group by t.claim
    );

-- The last seq from which the tables were derived.
create macro internal.derived() as (
    coalesce((select value::bigint from internal.meta where key = 'derived'), 0)
);

-- What is to be derived again, by the names of the files in refresh/ that do it.
create view internal.touched_part as
    select type as part from internal.touched_type
    union
    select 'observation' from internal.touched_record where type in ('observation', 'report', 'order')
    union
    select 'belief' from internal.touched_claim;
