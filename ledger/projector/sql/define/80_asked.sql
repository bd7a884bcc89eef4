-- What is asked at a cut, and of a story up to a cut. The `…_told` are over the relations of the query that calls them;
-- the `…_asked` bring these along: the relations of statements.py, and cut.sql or story.sql.

-- One row is a claim at the cut.
create macro internal.claims_told(perspective) as table
    with certain as (select claim, max_by(b, b.step) as b from belief_row b where kind = 'claim' and step = 1 group by claim),
    possible as (select claim, max_by(status, step) as status from belief_row where kind = 'claim' group by claim)
    select c.claim, c.text, c.kind, coalesce(b.b.status, 'no-position') as status,
        coalesce(p.status, 'no-position') as status_if_possible,
        coalesce(b.b.supporters, 0) as supporters, coalesce(b.b.deniers, 0) as deniers,
        coalesce(b.b.questioners, 0) as questioners, coalesce(b.b.origins, 0) as origins, coalesce(b.b.divided, false) as divided,
        v.verdict, coalesce(v.assessors, []) as assessors, v.confidence
    from claim c
        cross join cut
        left join certain b using (claim)
        left join possible p using (claim)
        left join internal.verdict_by((select if(perspective = 'ledger', 'infinity', certain_by) from cut)) v using (claim);

-- One row is an actor who holds a position on a claim at the cut, or would if everything possible had happened.
create macro internal.positions_told(perspective) as table
    with story_rank as materialized (from internal.ranked(perspective)),
    certain as materialized (from internal.position_by(1)),
    possible as materialized (from internal.position_by(2))
    select coalesce(c.claim, p.claim) as claim, coalesce(c.actor, p.actor) as actor, o.origin,
        c.position, c.observation, p.position as position_if_possible, p.observation as observation_if_possible
    from certain c full join possible p on p.claim = c.claim and p.actor = c.actor
        join origin o on o.actor = coalesce(c.actor, p.actor);

-- One row is an observation that is visible at the cut.
create macro internal.observations_told(perspective) as table
    with learned_moment as (from internal.learned(perspective)),
    known as (
        select observation, nullif(known_earliest, '-infinity') as known_earliest, known_latest
        from internal.story_of() where perspective <> 'ledger'
        union all
        select observation, recorded_at, recorded_at + interval 1 microsecond from observation where perspective = 'ledger'
    )
    select if(v.step = 1, 'certain', 'possible') as visible, k.known_earliest, k.known_latest, o.*
    from visible v join known k using (observation) join internal.observation_shown() o using (observation);

-- The same with everything that they need, for whoever asks; of one claim, or (null) of all.
create macro internal.claims_asked(moment, event_id, perspective, recorded, only_claim) as table
    with {relations_of_claim},
    {cut}
    from internal.claims_told(perspective)
    union all by name
    select null as claim
    where internal.is_refused(perspective, recorded) or internal.is_refused_claim(only_claim) or (select certain_by from cut) is null;

create macro internal.positions_asked(moment, event_id, perspective, recorded, only_claim) as table
    with {relations_of_claim},
    {cut}
    from internal.positions_told(perspective)
    union all by name
    select null as claim
    where internal.is_refused(perspective, recorded) or internal.is_refused_claim(only_claim) or (select certain_by from cut) is null;

create macro internal.observations_asked(moment, event_id, perspective, recorded) as table
    with {relations},
    {cut}
    from internal.observations_told(perspective)
    union all by name
    select null as observation where internal.is_refused(perspective, recorded) or (select certain_by from cut) is null;

-- The story up to a cut is told twice: with what is certainly visible there (`most` 1), and with what is possibly visible
-- too (2). Where there is no cut, everything is certain.

-- One row is a step of the story up to a cut, as a perspective learns it; for `ledger`, a line of the log.
create macro internal.steps_told(perspective, n) as table
    select t.*, if(coalesce(v.step, 1) = 1, 'certain', 'possible') as visible
    from internal.step_of(if(perspective = 'ledger', 'log', 'story'), n) t
        left join visible v using (observation);

-- One row is an event of the story up to a cut that changed something: its revisions of claims, and the moves of actors
-- to other positions. The query gives the revisions under the name below.
create table internal.revision as from internal.revision_of('story', 'public') limit 0;
create macro internal.changes_told(perspective) as table
    with changed as (
        select event, list({
            claim: claim, status: status, previous_status: previous_status, supporters: supporters, deniers: deniers,
            questioners: questioners, origins: origins, divided: divided
        } order by claim) as changes
        from revision group by event
    ),
    move as (
        select claim, step, who as actor, position,
            lag(position) over (partition by claim, who order by step) as previous_position
        from belief_row where kind = 'actor'
    ),
    moved as (
        select s.event, list({
            claim: m.claim, actor: m.actor, position: m.position, previous_position: m.previous_position
        } order by m.claim, m.actor) as moves
        from move m
            join internal.learned_step(if(perspective = 'ledger', 'log', 'story')) s on s.claim = m.claim and s.step = m.step
        group by s.event
    )
    select event, coalesce(c.changes, []) as changes, coalesce(m.moves, []) as moves
    from changed c full join moved m using (event);

-- One row is a revision of a claim as a step of its history, with the moves that made it; the shape is that of a replay.
create macro internal.history_told(perspective) as table
    select r.revision as step, r.event, r.seq, r.observation, nullif(r.known_earliest, '-infinity') as known_earliest,
        r.known_latest, r.follows_certainly, 'certain' as visible, c.changes, c.moves,
        c.changes as changes_if_possible, c.moves as moves_if_possible
    from revision r join internal.changes_told(perspective) c using (event);

-- The same with everything that they need.
create macro internal.steps_asked(moment, event_id, perspective, recorded, most) as table
    with {relations},
    {story}
    from internal.steps_told(perspective, (select n from asked))
    union all by name
    select null as event where internal.is_refused(perspective, recorded) or (select certain_by from cut) is null;

create macro internal.changes_asked(moment, event_id, perspective, recorded, most) as table
    with {relations},
    {story}
    from internal.changes_told(perspective);

-- One row is a revision of a claim as a perspective learns of it; for `ledger`, as the log grew.
create macro internal.revisions_asked(moment, event_id, perspective, recorded, most) as table
    with {relations},
    {story}
    from revision
    union all by name
    select null as claim where internal.is_refused(perspective, recorded);

-- One row is a step of the story up to a cut, with what it changed: among what was certainly known there, and as it would
-- be if everything possible had happened. The query gives the steps as `told`, and the changes of either.
create table internal.told as from internal.steps_asked(null, null, 'public', null, 1) limit 0;
create table internal.certainly as from internal.changes_asked(null, null, 'public', null, 1) limit 0;
create table internal.if_possible as from internal.certainly;
create macro internal.replay_told(has_cut) as table
    select s.step, s.event, s.seq, s.observation, nullif(s.known_earliest, '-infinity') as known_earliest, s.known_latest,
        s.follows_certainly, s.visible, coalesce(c.changes, []) as changes, coalesce(c.moves, []) as moves,
        coalesce(if(has_cut, p.changes, c.changes), []) as changes_if_possible,
        coalesce(if(has_cut, p.moves, c.moves), []) as moves_if_possible
    from told s left join certainly c using (event) left join if_possible p using (event);
create macro internal.replay_asked(moment, event_id, perspective, recorded) as table
    with told as (from internal.steps_asked(moment, event_id, perspective, recorded, 2)),
    certainly as (from internal.changes_asked(moment, event_id, perspective, recorded, 1)),
    if_possible as (
        from internal.changes_asked(moment, event_id, perspective, recorded, 2)
        where moment is not null or event_id is not null
    )
    from internal.replay_told(moment is not null or event_id is not null);
