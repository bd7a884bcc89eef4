-- Questions with everything that they need. Each has the text of relations.sql as its `with`.

-- One row is a claim at a cut.
create macro internal.claims_asked(clock, event_id, perspective, recorded) as table
    with {relations},
    cut as materialized (from internal.cut(clock, event_id, (select n from asked))),
    claim_step as (from internal.claim_step),
    belief_row as materialized (
        from internal.belief('cut', clock, event_id, internal.known_perspective(perspective), (select n from asked))
        where kind = 'claim'
    ),
    certain as (select claim, max_by(belief_row, step) as b from belief_row where step = 1 group by claim),
    possible as (select claim, max_by(status, step) as status from belief_row group by claim)
    select c.claim, c.text, c.kind, coalesce(b.b.status, 'no-position') as status,
        coalesce(p.status, 'no-position') as status_if_possible,
        coalesce(b.b.supporters, 0) as supporters, coalesce(b.b.deniers, 0) as deniers,
        coalesce(b.b.questioners, 0) as questioners, coalesce(b.b.origins, 0) as origins, coalesce(b.b.divided, false) as divided,
        v.verdict, coalesce(v.assessors, []) as assessors, v.confidence
    from claim c
        join cut on internal.known_perspective(perspective) is not null
        left join certain b using (claim)
        left join possible p using (claim)
        left join internal.verdict_by((select if(perspective = 'ledger', 'infinity', certain_by) from cut)) v using (claim)
    union all by name
    select null as claim where internal.is_refused(perspective, recorded) or (select certain_by from cut) is null;

-- One row is an actor who holds a position on a claim at a cut, or would if everything possible had happened.
create macro internal.positions_asked(clock, event_id, perspective, recorded) as table
    with {relations},
    cut as materialized (from internal.cut(clock, event_id, (select n from asked))),
    claim_step as (from internal.claim_step),
    belief_row as materialized (
        from internal.belief('cut', clock, event_id, internal.known_perspective(perspective), (select n from asked))
    ),
    learned_moment as (from internal.learned(perspective)),
    story_rank as materialized (
        select observation, place as rank from internal.story_of() where perspective <> 'ledger'
        union all
        select observation, {known_earliest: null, known_latest: null, depth: null, seq: seq} from observation
        where perspective = 'ledger'
    ),
    certain as materialized (from internal.position_by(1)),
    possible as materialized (from internal.position_by(2))
    select coalesce(c.claim, p.claim) as claim, coalesce(c.actor, p.actor) as actor, o.origin,
        c.position, c.observation, p.position as position_if_possible, p.observation as observation_if_possible
    from certain c full join possible p on p.claim = c.claim and p.actor = c.actor
        join origin o on o.actor = coalesce(c.actor, p.actor)
    union all by name
    select null as claim where internal.is_refused(perspective, recorded) or (select certain_by from cut) is null;

-- One row is an observation that is visible at a cut.
create macro internal.observations_asked(clock, event_id, perspective, recorded) as table
    with {relations},
    cut as materialized (from internal.cut(clock, event_id, (select n from asked))),
    visible as materialized (
        from internal.visible(clock, event_id, internal.known_perspective(perspective), (select n from asked))
    ),
    learned_moment as (from internal.learned(perspective)),
    known as (
        select observation, nullif(known_earliest, '-infinity') as known_earliest, known_latest
        from internal.story_of() where perspective <> 'ledger'
        union all
        select observation, recorded_at, recorded_at + interval 1 microsecond from observation where perspective = 'ledger'
    )
    select if(v.step = 1, 'certain', 'possible') as visible, k.known_earliest, k.known_latest, o.*
    from visible v join known k using (observation) join internal.observation_shown() o using (observation)
    union all by name
    select null as observation where internal.is_refused(perspective, recorded) or (select certain_by from cut) is null;

-- The story up to a cut is told twice: with what is certainly visible there (`most` 1), and with what is possibly visible
-- too (2). Where there is no cut, everything is certain.

-- One row is a step of the story up to a cut, as a perspective learns it; for `ledger`, a line of the log.
create macro internal.steps_asked(clock, event_id, perspective, recorded, most) as table
    with {relations},
    {story}
    select t.*, if(coalesce(s.seen, 1) = 1, 'certain', 'possible') as visible
    from internal.step_of(if(perspective = 'ledger', 'log', 'story'), (select n from asked)) t
        left join story s using (observation)
    union all by name
    select null as event where internal.is_refused(perspective, recorded) or (select certain_by from cut) is null;

-- One row is a revision of a claim as a perspective learns of it; for `ledger`, as the log grew.
create macro internal.revisions_asked(clock, event_id, perspective, recorded, most) as table
    with {relations},
    {story}
    from internal.revision_of(if(perspective = 'ledger', 'log', 'story'), perspective)
    union all by name
    select null as claim where internal.is_refused(perspective, recorded);

-- One row is an event of the story up to a cut that changed something: its revisions of claims, and the moves of actors
-- to other positions.
create macro internal.changes_asked(clock, event_id, perspective, recorded, most) as table
    with {relations},
    {story},
    changed as (
        select event, list({
            claim: claim, status: status, previous_status: previous_status, supporters: supporters, deniers: deniers,
            questioners: questioners, origins: origins, divided: divided
        } order by claim) as changes
        from internal.revision_of(if(perspective = 'ledger', 'log', 'story'), perspective) group by event
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

-- One row is a step of the story up to a cut, with what it changed: among what was certainly known there, and as it would
-- be if everything possible had happened.
create macro internal.replay_asked(clock, event_id, perspective, recorded) as table
    with certain as (from internal.changes_asked(clock, event_id, perspective, recorded, 1)),
    possible as (
        from internal.changes_asked(clock, event_id, perspective, recorded, 2)
        where clock is not null or event_id is not null
    )
    select s.step, s.event, s.seq, s.observation, nullif(s.known_earliest, '-infinity') as known_earliest, s.known_latest,
        s.follows_certainly, s.visible, coalesce(c.changes, []) as changes, coalesce(c.moves, []) as moves,
        coalesce(if(clock is null and event_id is null, c.changes, p.changes), []) as changes_if_possible,
        coalesce(if(clock is null and event_id is null, c.moves, p.moves), []) as moves_if_possible
    from internal.steps_asked(clock, event_id, perspective, recorded, 2) s
        left join certain c using (event) left join possible p using (event);
