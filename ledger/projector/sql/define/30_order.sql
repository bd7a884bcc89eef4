-- Moments and what certainly came before what (design, section 5). A moment is the occurrence of an observation
-- (its name and 0) or the publication of a report (the report's name and ordinal). An open `earliest` is -infinity;
-- `latest` is never open, for nothing is recorded before it happened.

-- One row is a moment with its own bounds, tightened by nothing yet.
create macro internal.untightened() as table
    select observation as name, 0::bigint as ordinal, observation, true as is_occurrence, earliest, latest, audience, speaker
    from observation
    union all
    select name, ordinal, observation, false, earliest, latest, audience, null
    from report;

-- One row is what somebody says of the order of two records, whether or not they are there; `owner` is the record that
-- says it.
create macro internal.said_at(n) as table
    select o.owner, o.first_name, o.then_name
    from internal.stated_order o join version v on v.seq = o.seq
    where v.seq <= n and coalesce(v.until_seq > n, true);
create table internal.said as from internal.said_at(0);

-- One row is an edge: the first moment certainly came before the other.
create macro internal.edge_at(n) as table
    with named as (
        select observation as name from observation union all select name from report where ordinal = 0
    )
    select observation as first_name, 0::bigint as first_ordinal, name as then_name, ordinal as then_ordinal from report
    union
    select first_name, 0, then_name, 0 from said
    where first_name in (from named) and then_name in (from named);
create table internal.edge as from internal.edge_at(0);

-- One row is a moment, its bounds tightened along the edges to a fixpoint, and how long the longest path to it is.
-- Each recursion keeps one row a moment (`using key`) and goes on only from what became tighter.
create macro internal.moment_at(n) as table
    with recursive untightened as materialized (from internal.untightened()),
    not_before(name, ordinal, bound) using key (name, ordinal) as (
        select name, ordinal, earliest from untightened
        where earliest > '-infinity' and (name, ordinal) in (select (first_name, first_ordinal) from edge)
        union
        select e.then_name, e.then_ordinal, max(p.bound)
        from not_before p
            join edge e on e.first_name = p.name and e.first_ordinal = p.ordinal
            join untightened u on u.name = e.then_name and u.ordinal = e.then_ordinal
            left join recurring.not_before k on k.name = e.then_name and k.ordinal = e.then_ordinal
        where p.bound > coalesce(k.bound, u.earliest)
        group by all
    ),
    not_after(name, ordinal, bound) using key (name, ordinal) as (
        select name, ordinal, latest from untightened
        where (name, ordinal) in (select (then_name, then_ordinal) from edge)
        union
        select e.first_name, e.first_ordinal, min(p.bound)
        from not_after p
            join edge e on e.then_name = p.name and e.then_ordinal = p.ordinal
            join untightened u on u.name = e.first_name and u.ordinal = e.first_ordinal
            left join recurring.not_after k on k.name = e.first_name and k.ordinal = e.first_ordinal
        where p.bound < coalesce(k.bound, u.latest)
        group by all
    ),
    depth(name, ordinal, depth) using key (name, ordinal) as (
        select distinct first_name, first_ordinal, 0::bigint from edge
        where (first_name, first_ordinal) not in (select (then_name, then_ordinal) from edge)
        union
        select e.then_name, e.then_ordinal, max(p.depth + 1)
        from depth p
            join edge e on e.first_name = p.name and e.first_ordinal = p.ordinal
            left join recurring.depth k on k.name = e.then_name and k.ordinal = e.then_ordinal
        where p.depth + 1 > coalesce(k.depth, 0)
        group by all
    )
    select u.name, u.ordinal, u.observation, u.is_occurrence,
        greatest(u.earliest, coalesce(b.bound, '-infinity')) as earliest,
        least(u.latest, coalesce(a.bound, 'infinity')) as latest,
        coalesce(d.depth, 0) as depth, u.audience, list_contains(u.audience, 'public') as is_public, u.speaker
    from untightened u
        left join not_before b using (name, ordinal)
        left join not_after a using (name, ordinal)
        left join depth d using (name, ordinal);
create table internal.moment as from internal.moment_at(0);

-- Where a query gives only some moments, this has all of them, for the paths that lead through others.
create view internal.waypoint as from internal.moment;

-- One row is what an observation takes on a claim, with the bounds of when. `counts`: whether the rules of section 7 look
-- at it.
create macro internal.stance_at(n) as table
    select o.observation, o.speaker, t.claim, t.stance, t.basis, t.certainty,
        t.stance <> 'comment' and t.certainty <> 'possible' as counts,
        m.earliest, m.latest
    from observation o
        join internal.stated_stance t on t.seq = o.line
        join moment m on m.name = o.observation and m.ordinal = 0
    where o.speaker is not null and t.claim in (select claim from claim);
create table internal.stance as from internal.stance_at(0);
