-- From stances to status at a cut (design, section 7). There are only two steps: what is certainly visible is known
-- from step 1 on, what is possibly visible from step 2 on, and what is known stays known. So the greatest `earliest` of
-- an actor's utterances says which of them are followed, and counts replace the windows of 60_belief.sql, whose macros
-- for edge paths, positions and statuses are used here. Both are tested against the naive rules, and against each other
-- (tests/belief).

create macro internal.uttered_at_cut() as table
    select s.observation, s.speaker as actor, s.claim, s.stance, v.step as from_step, internal.never() as until_step,
        s.earliest, s.latest
    from visible v join stance s using (observation)
    where s.counts;
create macro internal.retracts_at_cut() as table
    select r.observation, r.claim, v.step as from_step, internal.never() as until_step
    from visible v join retraction r on r.by_observation = v.observation;

-- One row is a stance that counts, with the steps from which it is known, superseded and retracted. It is superseded by
-- another utterance of its actor that certainly follows it, in time or along an edge path.
create macro internal.judged_at_cut() as table
    with last as materialized (
        select actor, claim, max(earliest) filter (where from_step = 1) as certainly, max(earliest) as possibly
        from uttered group by actor, claim having count(*) > 1
    ),
    repeated as (select actor, claim from last),
    ended as (
        select observation, claim, min(superseded_at) as superseded_at, min(retracted_at) as retracted_at
        from (
            select u.observation, u.claim, p.step as superseded_at, null as retracted_at
            from internal.followed_by_path() p
                join uttered u on u.observation = p.observation and u.claim = p.claim and u.actor = p.actor
            union all
            select u.observation, u.claim, null, r.from_step
            from retracts r join uttered u on u.observation = r.observation and (r.claim is null or r.claim = u.claim)
        )
        group by observation, claim
    )
    select u.observation, u.actor, u.claim, u.stance, u.from_step as step,
        least(
            case when l.certainly >= u.latest then 1 when l.possibly >= u.latest then 2 else internal.never() end,
            coalesce(e.superseded_at, internal.never())
        ) as superseded_at,
        coalesce(e.retracted_at, internal.never()) as retracted_at
    from uttered u
        left join last l on l.actor = u.actor and l.claim = u.claim
        left join ended e on e.observation = u.observation and e.claim = u.claim;

-- Slot: what becomes of each stance at the cut.
create table slot.judged as from internal.judged_at_cut();

-- Whether a stance counts by step 1 or 2, or why not; the steps are those of `judged`, null if it has none.
create macro internal.outcome_by(asked, stance, certainty, known_at, superseded_at, retracted_at) as (
    case
        when stance = 'comment' then 'comment'
        when certainty = 'possible' then 'only-possible'
        when coalesce(known_at > asked, true) then 'not-known'
        when superseded_at <= asked then 'superseded'
        when retracted_at <= asked then 'retracted'
        else 'counts'
    end
);

-- Where an actor stands, from its stances: those that still count, and those that are known at all.
create macro internal.position_from(stance, still_counts, is_known) as internal.position_of(
    count(*) filter (where still_counts and stance = 'support'),
    count(*) filter (where still_counts and stance = 'deny'),
    count(*) filter (where still_counts and stance = 'query'),
    count(*) filter (where is_known)
);

-- One row is an actor with a position on a claim, certainly or if everything possible had happened.
create macro internal.held_at_cut() as table
    select claim, actor,
        internal.position_from(stance, step = 1 and superseded_at > 1 and retracted_at > 1, step = 1) as position,
        internal.position_from(stance, superseded_at > 2 and retracted_at > 2, true) as position_if_possible
    from judged group by claim, actor;

-- Slot: who holds what at the cut.
create table slot.held as from internal.held_at_cut();

-- Where an origin stands, from its members' positions, and the status of a claim, from those of the origins.
create macro internal.origin_position_from(position) as internal.origin_position_of(
    count(*) filter (where position = 'support'),
    count(*) filter (where position = 'deny'),
    count(*) filter (where position = 'order-unknown'),
    count(*) filter (where position = 'query'),
    count(*) filter (where position = 'retracted')
);
create macro internal.status_from(position) as internal.status_of(
    count(*) filter (where position in ('support', 'divided')),
    count(*) filter (where position in ('deny', 'divided')),
    count(*) filter (where position = 'order-unknown'),
    count(*) filter (where position = 'query'),
    count(*) filter (where position = 'retracted')
);

-- One row is a claim on which somebody took a stance that counts, with its status and its counts.
create macro internal.status_at_cut() as table
    with origin_held as (
        select h.claim, o.origin,
            count(*) filter (where h.position = 'support') as supporters,
            count(*) filter (where h.position = 'deny') as deniers,
            count(*) filter (where h.position = 'query') as questioners,
            internal.origin_position_from(h.position) as position,
            internal.origin_position_from(h.position_if_possible) as position_if_possible
        from held h join origin o using (actor)
        group by h.claim, o.origin
    )
    select claim,
        sum(supporters)::bigint as supporters, sum(deniers)::bigint as deniers, sum(questioners)::bigint as questioners,
        count(*) filter (where position in ('support', 'divided')) as origins,
        coalesce(bool_or(position = 'divided'), false) as divided,
        internal.status_from(position) as status,
        internal.status_from(position_if_possible) as status_if_possible
    from origin_held group by claim;

-- One row is an observation that takes a stance, and its rank in the story of a perspective; for `ledger`, in the log.
create macro internal.ranked(perspective) as table
    with learned_moment as (
        from internal.learned(perspective) where observation in (select observation from judged)
    )
    select observation, place as rank from internal.story_of() where perspective <> 'ledger'
    union all
    select observation, {
            known_earliest: null, known_latest: null, said_earliest: null, said_latest: null, depth: null, seq: observation
        }
    from observation where perspective = 'ledger';
