-- The questions about a cut, and about a story up to a cut. The `…_told` use the relations of the query that calls
-- them; the `…_asked` bring their own: the relations of statements.py, and cut.sql or story.sql.

-- One row is a claim at the cut.
create macro internal.claims_told(perspective) as table
    select c.called as claim, c.text, c.kind, coalesce(s.status, 'no-position') as status,
        coalesce(s.status_if_possible, 'no-position') as status_if_possible,
        coalesce(s.supporters, 0) as supporters, coalesce(s.deniers, 0) as deniers,
        coalesce(s.questioners, 0) as questioners, coalesce(s.origins, 0) as origins, coalesce(s.divided, false) as divided,
        v.verdict, coalesce(v.assessors, []) as assessors, v.confidence
    from claim c
        cross join cut
        left join internal.status_at_cut() s using (claim)
        left join internal.verdict_by((select if(perspective = 'ledger', 'infinity', certain_by) from cut)) v using (claim);

-- One row is an actor who holds a position on a claim at the cut, or would if everything possible had happened, with
-- the observation that gives it that position: the latest, in the story's order, of those that do.
create macro internal.positions_told(perspective) as table
    with story_rank as (from internal.ranked(perspective)),
    given_by as (
        select h.claim, h.actor, any_value(h.position) as position, any_value(h.position_if_possible) as position_if_possible,
            arg_max(j.observation, r.rank) filter (
                where j.step = 1 and j.superseded_at > 1 and internal.gives(h.position, j.stance, j.retracted_at = 1)
            ) as observation,
            arg_max(j.observation, r.rank) filter (
                where j.superseded_at > 2 and internal.gives(h.position_if_possible, j.stance, j.retracted_at <= 2)
            ) as observation_if_possible
        from held h
            join judged j on j.claim = h.claim and j.actor = h.actor
            join story_rank r on r.observation = j.observation
        group by h.claim, h.actor
    )
    select c.called as claim, a.called as actor, w.called as origin,
        g.position, o.called as observation, g.position_if_possible, p.called as observation_if_possible
    from given_by g
        join claim c using (claim)
        join actor a using (actor)
        join origin using (actor)
        join actor w on w.actor = origin.origin
        left join observation o on o.observation = g.observation
        left join observation p on p.observation = g.observation_if_possible;

-- One row is an observation that is visible at the cut.
create macro internal.observations_told(perspective) as table
    select if(v.step = 1, 'certain', 'possible') as visible,
        nullif(k.known_earliest, '-infinity') as known_earliest, k.known_latest, o.* exclude (number)
    from visible v
        join internal.known_or_recorded(perspective) k using (observation)
        join internal.observation_shown() o on o.number = v.observation;

-- One row is an actor's move from support to deny or back: what it said of a claim and what it certainly said next, in
-- the order of saying, among what is certainly visible at the cut. Nothing else that it said for or against the claim
-- may have been said between the two. What certainly comes before begins and ends no later, and is less deep: so the
-- two are neighbours in the order of these. Utterances with the same place in that order and on the same side are one
-- turn, named by one of its events.
create macro internal.reversals_told() as table
    with learned_moment as materialized (
        from moment
        where ordinal = 0 and observation in (select observation from visible where step = 1)
            and (observation, speaker) in (
                select observation, speaker from stance
                where (claim, speaker) in (
                    select claim, speaker from stance where counts and stance in ('support', 'deny')
                    group by claim, speaker having min(stance) <> max(stance)
                )
            )
    ),
    said as materialized (
        select s.claim, s.speaker as actor, s.stance, s.observation, m.earliest, m.latest,
            dense_rank() over (partition by s.claim, s.speaker order by m.earliest, m.latest, m.depth) as number
        from stance s join learned_moment m on m.record = s.observation
        where s.counts and s.stance in ('support', 'deny')
    ),
    turn as materialized (
        select s.claim, s.actor, s.number, s.stance, s.earliest, s.latest, arg_min(s.observation, o.called) as observation
        from said s join observation o using (observation)
        group by all
    ),
    move as materialized (
        select f.claim, f.actor, f.number, f.stance as from_position, f.observation as from_observation, f.earliest,
            t.stance as to_position, t.observation as to_observation, t.latest
        from turn f join turn t on t.claim = f.claim and t.actor = f.actor and t.number = f.number + 1
        where f.stance <> t.stance
    ),
    certain as materialized (
        with pair as (select distinct from_observation as former, to_observation as latter from move)
        select m.*
        from move m join internal.certain_pair() p on p.former = m.from_observation and p.latter = m.to_observation
    ),
    -- What does not, by its time alone, come before the first or after the second.
    beside as materialized (
        select c.claim, c.from_observation, c.to_observation, s.observation
        from certain c join said s on s.claim = c.claim and s.actor = c.actor
        where s.latest > c.earliest and s.earliest < c.latest
            and (s.number, s.stance) not in ((c.number, c.from_position), (c.number + 1, c.to_position))
    ),
    pair as (
        select observation as former, from_observation as latter from beside
        union
        select to_observation, observation from beside
    ),
    placed_beside as materialized (select former, latter from internal.certain_pair())
    select claim, actor, from_position, from_observation, to_position, to_observation
    from certain
    where (claim, from_observation, to_observation) not in (
        select claim, from_observation, to_observation from beside
        where (observation, from_observation) not in (from placed_beside)
            and (to_observation, observation) not in (from placed_beside)
    );

-- The same with all the relations that they need; of one claim, or (null) of all.
create macro internal.claims_asked(moment, event_id, perspective, recorded, only_claim) as table
    with {relations_of_claim},
    {cut}
    from internal.claims_told(perspective)
    union all by name
    select null as claim
    where (select seq from asked) is null or (select certain_by from cut) is null
        or internal.refuse_unknown_claim(only_claim);

create macro internal.positions_asked(moment, event_id, perspective, recorded, only_claim) as table
    with {relations_of_claim},
    {cut}
    from internal.positions_told(perspective)
    union all by name
    select null as claim
    where (select seq from asked) is null or (select certain_by from cut) is null
        or internal.refuse_unknown_claim(only_claim);

create macro internal.observations_asked(moment, event_id, perspective, recorded) as table
    with {relations},
    {cut}
    from internal.observations_told(perspective)
    union all by name
    select null as observation where (select seq from asked) is null or (select certain_by from cut) is null;

-- The story up to a cut is told twice: with what is certainly visible there (`most` 1), and with what is possibly
-- visible too (2). Without a cut, everything is certain.

-- One row is a step of the story up to a cut, as a perspective learns it; for `ledger`, a line of the log.
create macro internal.steps_told(perspective, n) as table
    with t as materialized (from internal.step_of(if(perspective = 'ledger', 'log', 'story'), n))
    select t.step, t.observation as number, o.called as observation, internal.event_called(perspective, l.id, l.amends) as event,
        t.event as seq, t.known_earliest, t.known_latest, t.follows_certainly,
        if(coalesce(v.step, 1) = 1, 'certain', 'possible') as visible
    from t
        join (select seq, id, amends from internal.line where seq in (select event from t)) l on l.seq = t.event
        left join (
            select observation, called from observation where observation in (select observation from t)
        ) o on o.observation = t.observation
        left join (from visible where observation in (select observation from t)) v on v.observation = t.observation;

-- Slot: the revisions of claims along the story.
create table slot.revision as from internal.revision_of('story', 'public') limit 0;

-- One row is an event of the story up to a cut that changed something: its revisions of claims, and the moves of actors
-- to other positions.
create macro internal.changes_told(perspective) as table
    with learned as (from internal.learned_step(if(perspective = 'ledger', 'log', 'story'))),
    -- The origins that are divided at a step.
    position_of_origin as (
        select claim, who as origin, position, step as begins,
            coalesce(lead(step) over (partition by claim, who order by step), internal.never()) as ends
        from belief_row where kind = 'origin'
    ),
    divided as (
        select s.claim, s.event, list(n.name order by n.name) as origins
        from position_of_origin p
            join learned s on s.claim = p.claim and s.step >= p.begins and s.step < p.ends
            join internal.named n on n.record = p.origin and n.type = 'actor'
        where p.position = 'divided'
        group by s.claim, s.event
    ),
    changed as (
        select r.event, list({
            claim: c.called, status: r.status, previous_status: r.previous_status, supporters: r.supporters, deniers: r.deniers,
            questioners: r.questioners, origins: r.origins, divided: r.divided, divided_origins: coalesce(d.origins, [])
        } order by c.called) as changes
        from revision r join claim c using (claim) left join divided d on d.claim = r.claim and d.event = r.event
        group by r.event
    ),
    move as (
        select claim, step, who as actor, position,
            lag(position) over (partition by claim, who order by step) as previous_position
        from belief_row where kind = 'actor'
    ),
    moved as (
        select s.event, list({
            claim: c.called, actor: a.name, position: m.position, previous_position: m.previous_position
        } order by c.called, a.name) as moves
        from move m
            join learned s on s.claim = m.claim and s.step = m.step
            join claim c on c.claim = m.claim
            -- In the story of the log, an actor may have been voided since.
            join internal.named a on a.record = m.actor and a.type = 'actor'
        group by s.event
    )
    select event, coalesce(c.changes, []) as changes, coalesce(m.moves, []) as moves
    from changed c full join moved m using (event);

-- One row is a revision of a claim as a step of its history, with the moves that made it; the shape is that of a replay.
create macro internal.history_told(perspective) as table
    select r.revision as step, internal.event_called(perspective, l.id, l.amends) as event, r.event as seq,
        r.observation as number, o.called as observation, nullif(r.known_earliest, '-infinity') as known_earliest,
        r.known_latest, r.follows_certainly, 'certain' as visible, c.changes, c.moves,
        c.changes as changes_if_possible, c.moves as moves_if_possible
    from revision r
        join internal.changes_told(perspective) c using (event)
        join internal.line l on l.seq = r.event
        left join observation o on o.observation = r.observation;

-- The same with all the relations that they need.
create macro internal.steps_asked(moment, event_id, perspective, recorded) as table
    with {relations},
    {story}
    from internal.steps_told(perspective, (select seq from asked))
    union all by name
    select null as event where (select seq from asked) is null or (select certain_by from cut) is null;

-- What changed among what is certainly visible alone.
create macro internal.changes_asked(moment, event_id, perspective, recorded) as table
    with {relations},
    {certain_story}
    from internal.changes_told(perspective);

-- One row is a revision of a claim as a perspective learns of it; for `ledger`, as the log grew.
create macro internal.revisions_asked(moment, event_id, perspective, recorded, only_claim) as table
    with {relations_of_claim},
    {story}
    select c.called as claim, r.revision, internal.event_called(perspective, l.id, l.amends) as event, r.event as seq,
        r.* exclude (perspective, claim, revision, event, observation, is_latest)
    from revision r join claim c using (claim) join internal.line l on l.seq = r.event
    union all by name
    select null as claim where (select seq from asked) is null;

-- Slots: the steps of a story, and what they changed: among what is certain, and among all that is possible.
create table slot.told as from internal.steps_told('public', 0) limit 0;
create table slot.certainly as from internal.changes_told('public') limit 0;
create table slot.if_possible as from slot.certainly;

-- One row is a step of the story up to a cut, with what it changed: among what was certainly known there, and as if
-- everything possible had happened.
create macro internal.replay_told(has_cut) as table
    select s.step, s.event, s.seq, s.number, s.observation, nullif(s.known_earliest, '-infinity') as known_earliest, s.known_latest,
        s.follows_certainly, s.visible, coalesce(c.changes, []) as changes, coalesce(c.moves, []) as moves,
        coalesce(if(has_cut, p.changes, c.changes), []) as changes_if_possible,
        coalesce(if(has_cut, p.moves, c.moves), []) as moves_if_possible
    from told s left join certainly c on c.event = s.seq left join if_possible p on p.event = s.seq;
create macro internal.replay_asked(moment, event_id, perspective, recorded) as table
    with {relations},
    {story},
    told as (from internal.steps_told(perspective, (select seq from asked))),
    if_possible as (from internal.changes_told(perspective)),
    certainly as (
        from if_possible where moment is null and event_id is null
        union all
        from internal.changes_asked(moment, event_id, perspective, recorded)
        where moment is not null or event_id is not null
    )
    from internal.replay_told(moment is not null or event_id is not null)
    union all by name
    select null as event where (select seq from asked) is null or (select certain_by from cut) is null;
