-- Moments and what certainly came before what (design, section 5). A moment is the occurrence of an observation
-- (`record` is the observation, `ordinal` is 0) or the publication of a report (`record` and `ordinal` are the
-- report's). An open `earliest` is -infinity; `latest` is never open, for nothing is recorded before it happened.

-- One row is an order of two records that a live record, the `owner`, states, whether or not the two are live.
create macro internal.live_order_at(n) as table
    select o.owner, o.earlier, o.later
    from internal.stated_order o join version v on v.seq = o.seq
    where v.seq <= n and coalesce(v.until_seq > n, true);
create table internal.live_order as from internal.live_order_at(0);

-- One row is an edge between moments that are records of their own: the earlier certainly came before the later. (That
-- an observation comes before the reports inside it needs no rows: no edge leads on from those.)
create macro internal.edge_at(n) as table
    with own as (
        select observation as record from observation union all select record from report where ordinal = 0
    )
    select observation as earlier, record as later from report where ordinal = 0
    union
    select earlier, later from live_order
    where earlier in (from own) and later in (from own);
create table internal.edge as from internal.edge_at(0);

-- One row is a moment, with its bounds tightened along the edges to a fixpoint and the length of the longest path to
-- it. Each recursion keeps one row per moment (`using key`) and goes on only from what became tighter. A report inside
-- an observation begins no earlier than the observation, and bounds its end.
create macro internal.moment_at(n) as table
    with recursive
    inside as (select observation, min(latest) as latest from report where ordinal > 0 group by observation),
    alone as materialized (
        select o.observation as record, o.observation, true as is_occurrence, o.earliest,
            least(o.latest, coalesce(i.latest, 'infinity')) as latest, o.audience, o.speaker
        from observation o left join inside i using (observation)
        union all
        select record, observation, false, earliest, latest, audience, null from report where ordinal = 0
    ),
    path_edge as materialized (
        select e.earlier, e.later, f.latest as earlier_ends, t.earliest as later_begins
        from edge e join alone f on f.record = e.earlier join alone t on t.record = e.later
    ),
    -- A moment to which edges lead begins no earlier than `bound`; the longest path to it that begins where none leads
    -- has `depth` steps. `most`: no path has more than there are edges, unless it runs in a circle. The rest of a log
    -- with an erased line may contain a circle.
    after_others(record, bound, depth, most) using key (record) as (
        select record, earliest, if(record in (select later from edge), null, 0::bigint), (select count(*) from edge)
        from alone where record in (select earlier from edge)
        union
        select e.later, max(greatest(p.bound, k.bound, e.later_begins)), max(greatest(p.depth + 1, k.depth)), p.most
        from after_others p
            join path_edge e on e.earlier = p.record
            left join recurring.after_others k on k.record = e.later
        where p.bound > coalesce(k.bound, e.later_begins)
            or (p.depth + 1 > coalesce(k.depth, 0) and p.depth < p.most)
        group by e.later, p.most
    ),
    before_others(record, bound) using key (record) as (
        select record, latest from alone
        where record in (select later from edge)
        union
        select e.earlier, min(p.bound)
        from before_others p
            join path_edge e on e.later = p.record
            left join recurring.before_others k on k.record = e.earlier
        where p.bound < coalesce(k.bound, e.earlier_ends)
        group by all
    ),
    settled as materialized (
        select u.record, u.observation, u.is_occurrence,
            greatest(u.earliest, coalesce(b.bound, '-infinity')) as earliest,
            least(u.latest, coalesce(a.bound, 'infinity')) as latest,
            coalesce(b.depth, 0) as depth, u.audience, u.speaker
        from alone u
            left join after_others b using (record)
            left join before_others a using (record)
    )
    select *, list_contains(audience, 'public') as is_public
    from (
        select record, 0::bigint as ordinal, observation, is_occurrence, earliest, latest, depth, audience, speaker
        from settled
        union all
        select r.record, r.ordinal, r.observation, false, greatest(r.earliest, s.earliest), r.latest, s.depth + 1,
            r.audience, null
        from report r join settled s on s.record = r.observation
        where r.ordinal > 0
    );
create table internal.moment as from internal.moment_at(0);

-- All moments, for queries that narrow `moment`: edge paths may lead through others.
create view internal.waypoint as from internal.moment;

-- One row is a stance that an observation takes on a claim, with the bounds of when. `counts`: whether the rules of
-- section 7 look at it.
create macro internal.stance_at(n) as table
    select o.observation, o.speaker, t.claim, t.stance, t.basis, t.certainty,
        t.stance <> 'comment' and t.certainty <> 'possible' as counts,
        m.earliest, m.latest
    from observation o
        join internal.stated_stance t on t.seq = o.line
        join moment m on m.record = o.observation and m.ordinal = 0
        join claim c on c.claim = t.claim
    where o.speaker is not null;
create table internal.stance as from internal.stance_at(0);
