-- From stances to status (design, section 7): what positions and statuses are, and how they change along the steps of a
-- story. At each step more is known; for the perspective `ledger`, something may also go. At a cut no steps are needed:
-- 65_belief_at_cut.sql answers more simply, with the same macros.

-- Where an actor stands, from the numbers of its stances that stand and still count.
create macro internal.position_of(supports, denies, queries, present) as (
    case
        when supports > 0 and denies > 0 then 'order-unknown'
        when supports > 0 then 'support'
        when denies > 0 then 'deny'
        when queries > 0 then 'query'
        when present > 0 then 'retracted'
    end
);

-- Where an origin stands, from the numbers of its members in each position.
create macro internal.origin_position_of(supports, denies, unknowns, queries, retracted) as (
    case
        when supports > 0 and denies > 0 then 'divided'
        when supports > 0 then 'support'
        when denies > 0 then 'deny'
        when unknowns > 0 then 'order-unknown'
        when queries > 0 then 'query'
        when retracted > 0 then 'retracted'
    end
);

-- The status of a claim, from the numbers of origins in each position; a divided one counts as supporting and denying.
create macro internal.status_of(supporting, denying, unknown, querying, retracted) as (
    case
        when supporting > 0 and denying > 0 then 'disputed'
        when supporting > 1 then 'asserted-by-several'
        when supporting > 0 then 'asserted'
        when denying > 0 then 'denied'
        when unknown > 0 then 'order-unknown'
        when querying > 0 then 'questioned'
        when retracted > 0 then 'retracted'
        else 'no-position'
    end
);

-- By how many the holders of certain positions grow if one moves from a previous position to another: 1, 0 or -1.
create macro internal.gained(position, previous, counted) as (
    if(position in counted, 1, 0) - if(previous in counted, 1, 0)
);

-- Slots: what the rules are applied to, each row with the steps from which and until which it is known: the stances
-- that count; what is retracted, on one claim or (null) on all; and who speaks for which origin.
create table slot.uttered (
    observation bigint, actor bigint, claim bigint, stance varchar, from_step bigint, until_step bigint,
    earliest timestamp, latest timestamp
);
create table slot.retracts (observation bigint, claim bigint, from_step bigint, until_step bigint);
create table slot.speaks_for (actor bigint, origin bigint, from_step bigint, until_step bigint);

-- In a story, by the steps of each claim.
create macro internal.uttered_in_story() as table
    select s.observation, s.speaker as actor, s.claim, s.stance, v.step as from_step, internal.never() as until_step,
        s.earliest, s.latest
    from claim_step v join stance s on s.observation = v.observation and s.claim = v.claim
    where s.counts;
create macro internal.retracts_in_story() as table
    select r.observation, v.claim, v.step as from_step, internal.never() as until_step
    from claim_step v
        join retraction r on r.by_observation = v.observation and (r.claim is null or r.claim = v.claim);

-- At a cut and in a story everybody speaks for one origin throughout. (In the log: recorded_stance,
-- recorded_retraction, recorded_origin.)
create macro internal.speaks_for_always() as table
    select actor, origin, 0::bigint as from_step, internal.never() as until_step from origin;

-- Slot: the actors with several utterances on a claim. Most have one, which nothing can follow.
create table slot.repeated (actor bigint, claim bigint);

-- The first step at which an edge path leads from an observation to a known utterance of the same actor on the same
-- claim. It is found backwards along the edges; each moment keeps the least step for each actor, claim and end.
create macro internal.followed_by_path() as table
    with recursive
    behind_path(actor, claim, until_step, record, step) using key (actor, claim, until_step, record) as (
        select u.actor, u.claim, u.until_step, e.earlier, min(u.from_step)
        from uttered u
            join repeated r on r.actor = u.actor and r.claim = u.claim
            join edge e on e.later = u.observation
        group by all
        union
        select p.actor, p.claim, p.until_step, e.earlier, min(p.step)
        from behind_path p
            join edge e on e.later = p.record
            left join recurring.behind_path k
                on k.actor = p.actor and k.claim = p.claim and k.until_step = p.until_step and k.record = e.earlier
        where p.step < coalesce(k.step, internal.never())
        group by all
    )
    select actor, claim, until_step, record as observation, step from behind_path;

-- Everything that the rules give, in rows of four kinds, each from a step on:
--   stance   a stance that counts: until when it is known, from when it is superseded, from when it is retracted
--   actor    an actor's position on a claim (null if it has none any more)
--   origin   an origin's position on a claim (likewise)
--   claim    the claim's status and counts
-- As an example: the mayor and the clerk speak for the city. At step 1 the mayor supports a claim, at 2 he denies it,
-- certainly later, and at 3 the clerk supports it.
--   stance   mayor supports from 1, superseded from 2; mayor denies from 2; clerk supports from 3
--   actor    mayor: support from 1, deny from 2; clerk: support from 3
--   origin   city: support from 1, deny from 2, divided from 3
--   claim    asserted from 1, denied from 2, disputed from 3, with one supporter and one denier
create macro internal.belief() as table
    with
    repeated as materialized (
        select actor, claim from uttered group by actor, claim having count(*) > 1
    ),
    -- What follows each in time: the least step among those whose `earliest` is not before this one's `latest`. Here
    -- and below, windows run only over partitions of several rows: most have one.
    repeatedly as materialized (select u.* from uttered u join repeated r on r.actor = u.actor and r.claim = u.claim),
    by_time as (
        select observation, claim, from_step, until_step, first_follower from (
            select observation, claim, from_step, until_step, is_asking,
                min(follower_step) over (
                    partition by actor, claim order by mark
                    range between current row and unbounded following
                ) as first_follower
            from (
                select actor, claim, observation, from_step, until_step, latest as mark, true as is_asking, null as follower_step
                from repeatedly
                union all
                select actor, claim, observation, from_step, until_step, earliest, false, from_step
                from repeatedly where until_step = internal.never()
            )
        ) where is_asking
    ),
    -- The steps in which something supersedes a stance: for good, or only for a while (in the log, until an amendment
    -- or a void).
    superseded as (
        select observation, claim, from_step, until_step, first_follower as begins, internal.never() as ends
        from by_time where first_follower is not null
        union all
        select u.observation, u.claim, u.from_step, u.until_step, p.from_step, p.until_step
        from repeatedly u join repeatedly p
            on p.actor = u.actor and p.claim = u.claim and p.until_step < internal.never() and p.observation <> u.observation
            and p.earliest >= u.latest
        union all
        select u.observation, u.claim, u.from_step, u.until_step, p.step, p.until_step
        from uttered u join internal.followed_by_path() p
            on p.actor = u.actor and p.claim = u.claim and p.observation = u.observation
    ),
    retracted as (
        select u.observation, u.claim, u.from_step, u.until_step, t.from_step as begins, t.until_step as ends
        from retracts t join uttered u on u.observation = t.observation and (t.claim is null or t.claim = u.claim)
    ),
    -- What lasts: the first step at which each stance is superseded for good, and the first at which it is retracted
    -- for good.
    lasting as (
        select observation, claim, from_step, until_step,
            min(begins) filter (where is_superseding) as superseded_at, min(begins) filter (where not is_superseding) as retracted_at
        from (
            select *, true as is_superseding from superseded union all select *, false from retracted
        ) where ends = internal.never()
        group by all
    ),
    stance as materialized (
        select u.*, coalesce(l.superseded_at, internal.never()) as superseded_at,
            coalesce(l.retracted_at, internal.never()) as retracted_at
        from uttered u left join lasting l using (observation, claim, from_step, until_step)
    ),
    -- The steps in which a stance stands and still counts. Most have one stretch; those that something supersedes or
    -- retracts only for a while (a lid) have several, found by counting at each step how many lids cover it.
    lid as (
        select observation, claim, from_step, until_step, begins, ends
        from (from superseded union all from retracted) where ends < internal.never()
    ),
    whole as materialized (
        select observation, actor, claim, stance, from_step, until_step,
            least(until_step, superseded_at, retracted_at) as stretch_end,
            (observation, claim, from_step, until_step) in (select observation, claim, from_step, until_step from lid) as has_lid
        from stance
    ),
    -- `cover` is the number of lids at each step at which one is put on or taken off. The stretch itself adds none
    -- where it begins and one where it ends, so that only what lies within it is not covered.
    lidded as (
        select actor, claim, stance, step, ends from (
            select actor, claim, stance, step, sum(sum(over_it)) over lids as cover, lead(step) over lids as ends
            from (
                select w.*, greatest(lid.begins, w.from_step) as step, 1 as over_it
                from whole w join lid using (observation, claim, from_step, until_step)
                union all
                select w.*, greatest(lid.ends, w.from_step), -1
                from whole w join lid using (observation, claim, from_step, until_step)
                union all
                select w.*, unnest([w.from_step, w.stretch_end]), unnest([0, 1]) from whole w where has_lid
            )
            where step <= stretch_end
            group by observation, actor, claim, stance, from_step, until_step, stretch_end, step
            window lids as (partition by observation, actor, claim, stance, from_step, until_step order by step)
        ) where cover = 0 and ends is not null and ends > step
    ),
    -- The steps at which an actor gains or loses a stance that stands and still counts, or one that is known at all.
    actor_delta as materialized (
        select actor, claim, step, if(stance = 'support', more, 0) as supports, if(stance = 'deny', more, 0) as denies,
            if(stance = 'query', more, 0) as queries, known
        from (
            select actor, claim, stance, from_step as step, if(stretch_end > from_step and not has_lid, 1, 0) as more, 1 as known
            from whole
            union all
            select actor, claim, stance, stretch_end, -1, 0 from whole where stretch_end > from_step and not has_lid
            union all
            select actor, claim, stance, unnest([step, ends]), unnest([1, -1]), 0 from lidded
            union all
            select actor, claim, stance, until_step, 0, -1 from whole
        )
        where step < internal.never()
    ),
    -- Each actor and claim with the first and the last such step, and where the actor stands after the last. If the two
    -- are the same, that is all there is to say (`is_alone`); only the others need windows. Likewise for origins and
    -- claims.
    actor_pair as materialized (
        select actor, claim, min(step) as step, max(step) as last_step,
            internal.position_of(sum(supports), sum(denies), sum(queries), sum(known)) as position
        from actor_delta group by actor, claim
    ),
    actor_change as materialized (
        select actor, claim, step, position, null::varchar as previous, true as is_alone
        from actor_pair where step = last_step and position is not null
        union all
        select actor, claim, step, position, previous, false from (
            select actor, claim, step, position, lag(position) over (partition by actor, claim order by step) as previous
            from (
                select d.actor, d.claim, d.step,
                    internal.position_of(
                        sum(sum(supports)) over steps, sum(sum(denies)) over steps,
                        sum(sum(queries)) over steps, sum(sum(known)) over steps
                    ) as position
                from actor_delta d
                where (d.actor, d.claim) in (select actor, claim from actor_pair where step < last_step)
                group by d.actor, d.claim, d.step
                window steps as (partition by d.actor, d.claim order by d.step)
            )
        ) where position is distinct from previous
    ),
    -- The steps in which an actor holds a position (null if it holds none any more), and for which origin.
    held as (
        select actor, claim, position, step as begins, internal.never() as ends from actor_change where is_alone
        union all
        select actor, claim, position, step,
            coalesce(lead(step) over (partition by actor, claim order by step), internal.never())
        from actor_change where not is_alone
    ),
    voice as (
        select o.origin, h.claim, h.position, greatest(h.begins, o.from_step) as begins, least(h.ends, o.until_step) as ends
        from held h join speaks_for o using (actor)
        where h.position is not null and greatest(h.begins, o.from_step) < least(h.ends, o.until_step)
    ),
    -- The steps at which an origin gains or loses a member in a position.
    origin_delta as materialized (
        select origin, claim, step, if(position = 'support', more, 0) as supports, if(position = 'deny', more, 0) as denies,
            if(position = 'order-unknown', more, 0) as unknowns, if(position = 'query', more, 0) as queries,
            if(position = 'retracted', more, 0) as retracted
        from (
            select origin, claim, begins as step, position, 1 as more from voice
            union all
            select origin, claim, ends, position, -1 from voice
        )
        where step < internal.never()
    ),
    origin_pair as materialized (
        select origin, claim, min(step) as step, max(step) as last_step,
            internal.origin_position_of(sum(supports), sum(denies), sum(unknowns), sum(queries), sum(retracted)) as position
        from origin_delta group by origin, claim
    ),
    origin_change as materialized (
        select origin, claim, step, position, null::varchar as previous
        from origin_pair where step = last_step and position is not null
        union all
        select origin, claim, step, position, previous from (
            select origin, claim, step, position, lag(position) over (partition by origin, claim order by step) as previous
            from (
                select d.origin, d.claim, d.step,
                    internal.origin_position_of(
                        sum(sum(supports)) over steps, sum(sum(denies)) over steps, sum(sum(unknowns)) over steps,
                        sum(sum(queries)) over steps, sum(sum(retracted)) over steps
                    ) as position
                from origin_delta d
                where (d.origin, d.claim) in (select origin, claim from origin_pair where step < last_step)
                group by d.origin, d.claim, d.step
                window steps as (partition by d.origin, d.claim order by d.step)
            )
        ) where position is distinct from previous
    ),
    -- What each change of an actor's or an origin's position adds to the claim's counts.
    claim_delta as materialized (
        select claim, step, sum(supporters)::bigint as supporters, sum(deniers)::bigint as deniers,
            sum(questioners)::bigint as questioners, sum(origins)::bigint as origins, sum(denying)::bigint as denying,
            sum(unknown)::bigint as unknown, sum(querying)::bigint as querying, sum(retracted)::bigint as retracted,
            sum(divided)::bigint as divided
        from (
            select claim, step, internal.gained(position, previous, ['support']) as supporters,
                internal.gained(position, previous, ['deny']) as deniers,
                internal.gained(position, previous, ['query']) as questioners,
                0 as origins, 0 as denying, 0 as unknown, 0 as querying, 0 as retracted, 0 as divided
            from actor_change
            union all
            select claim, step, 0, 0, 0,
                internal.gained(position, previous, ['support', 'divided']), internal.gained(position, previous, ['deny', 'divided']),
                internal.gained(position, previous, ['order-unknown']), internal.gained(position, previous, ['query']),
                internal.gained(position, previous, ['retracted']), internal.gained(position, previous, ['divided'])
            from origin_change
        )
        group by claim, step
    ),
    -- The claims that change at several steps, and all their counts after each step.
    several as (
        select claim from claim_delta group by claim having count(*) > 1
    ),
    claim_count as (
        from claim_delta where claim not in (from several)
        union all
        select claim, step, sum(supporters) over steps, sum(deniers) over steps, sum(questioners) over steps,
            sum(origins) over steps, sum(denying) over steps, sum(unknown) over steps, sum(querying) over steps,
            sum(retracted) over steps, sum(divided) over steps
        from claim_delta where claim in (from several)
        window steps as (partition by claim order by step)
    )
    select 'claim' as kind, claim, null::bigint as who, step, null as position, null::bigint as observation, null as stance,
        null::bigint as until_step, null::bigint as superseded_at, null::bigint as retracted_at,
        internal.status_of(origins, denying, unknown, querying, retracted) as status,
        supporters::bigint as supporters, deniers::bigint as deniers, questioners::bigint as questioners, origins::bigint as origins,
        divided > 0 as divided
    from claim_count
    union all
    select 'actor', claim, actor, step, position, null, null, null, null, null, null, null, null, null, null, null from actor_change
    union all
    select 'origin', claim, origin, step, position, null, null, null, null, null, null, null, null, null, null, null from origin_change
    union all
    select 'stance', claim, actor, from_step, null, observation, stance, until_step, superseded_at, retracted_at,
        null, null, null, null, null, null
    from stance;
