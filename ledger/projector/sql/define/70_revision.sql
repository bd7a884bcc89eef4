-- The revisions of claims, in the order of the story (design, section 7).

-- Slot: the rows that the rules give.
create table slot.belief_row as from internal.belief() limit 0;

-- `axis` is that of the steps: 'story', in the order in which the perspective learns, or 'log', in the order of the
-- lines, as the perspective `ledger` has it. An event is a number here: of the record by which something is learned, or
-- of the line.

-- One row is a step of a whole story: what the perspective learns, by which event, and whether it certainly follows the
-- step before.
create macro internal.step_of(axis, n) as table
    with step as materialized (
        select *, row_number() over (order by place) as step from story where axis = 'story'
    ),
    pair as materialized (
        select b.observation as former, a.observation as latter from step a join step b on b.step = a.step - 1
    ),
    certain as materialized (from internal.certain_pair() where axis = 'story')
    select s.step, s.observation, s.event, s.known_earliest, s.known_latest,
        if(s.step > 1, c.latter is not null, null) as follows_certainly
    from step s left join certain c on c.latter = s.observation
    union all
    select seq, null, seq, recorded_at, recorded_at + interval 1 microsecond, if(seq > 1, true, null)
    from internal.line where axis = 'log' and type is not null and seq <= n;

-- One row is a step of a claim's own story, or of the log, with what was learned by it. The axis 'both' has the steps
-- of either, and the claims of the log have negative numbers.
create macro internal.learned_step(axis) as table
    select c.claim, c.step, s.observation, s.event, s.known_earliest, s.known_latest
    from claim_step c join story s using (observation)
    where axis <> 'log'
    union all
    select b.claim, b.step, null, l.seq, l.recorded_at, l.recorded_at + interval 1 microsecond
    from (select distinct claim, step from belief_row where kind = 'claim') b join internal.line l on l.seq = b.step
    where axis <> 'story' and (axis = 'log' or b.claim < 0);

-- One row is a revision of a claim: a step at which its status, a count or a position changed.
create macro internal.revision_of(axis, perspective) as table
    with changed as materialized (
        select b.claim, b.step, b.status, b.supporters, b.deniers, b.questioners, b.origins, b.divided,
            s.observation, s.event, s.known_earliest, s.known_latest,
            row_number() over revisions as revision, lag(b.status) over revisions as previous_status,
            lag(s.observation) over revisions as previous_observation, lead(b.step) over revisions is null as is_latest
        from (from belief_row where kind = 'claim') b
            join internal.learned_step(axis) s on s.claim = b.claim and s.step = b.step
        window revisions as (partition by b.claim order by b.step)
    ),
    pair as materialized (
        select distinct previous_observation as former, observation as latter
        from changed where previous_observation is not null
    ),
    certain as materialized (from internal.certain_pair() where axis <> 'log')
    select if(c.claim < 0, 'ledger', perspective) as perspective, abs(c.claim) as claim, c.revision,
        c.event, c.known_earliest, c.known_latest,
        case when c.revision = 1 then null when c.observation is null then true else certain.latter is not null
        end as follows_certainly,
        c.status, coalesce(c.previous_status, 'no-position') as previous_status,
        c.supporters, c.deniers, c.questioners, c.origins, c.divided, c.observation, c.is_latest
    from changed c
        left join certain on certain.former = c.previous_observation and certain.latter = c.observation;

-- The verdicts that stand by a time: for each assessor the latest, by when it was first recorded. An amendment corrects
-- a verdict, but does not make it later.
create macro internal.verdict_by(certain_by) as table
    select claim,
        if(min(verdict) <> max(verdict), 'contested', min(verdict)) as verdict,
        list(assessor order by assessor) as assessors,
        if(min(coalesce(confidence, '')) = max(coalesce(confidence, '')), min(confidence), null) as confidence
    from (
        select claim, assessor, arg_max(verdict, assessment) as verdict, arg_max({c: confidence}, assessment).c as confidence
        from assessment where latest <= certain_by group by claim, assessor
    )
    group by claim;

-- Whether a stance that is not superseded is one of those that give an actor its position.
create macro internal.gives(position, stance, is_retracted) as (
    case position
        when 'retracted' then true
        when 'order-unknown' then stance in ('support', 'deny') and not is_retracted
        else stance = position and not is_retracted
    end
);

-- Slot: the rank of each observation in the order of the story.
create table slot.story_rank as select observation, place as rank from internal.story limit 0;

-- Where each actor stands at the end of a story, and the observation that gives it that position: the latest, in the
-- story's order, of those that do.
create macro internal.position_at_end() as table
    with latest as (
        select claim, who as actor, arg_max({p: position}, step).p as position, max(step) as step
        from belief_row where kind = 'actor' group by claim, who
    )
    select l.claim, l.actor, l.position, l.step, arg_max(s.observation, r.rank) as observation
    from latest l
        join belief_row s on s.kind = 'stance' and s.claim = l.claim and s.who = l.actor
        join story_rank r on r.observation = s.observation
    where l.position is not null and s.until_step = internal.never() and s.superseded_at = internal.never()
        and internal.gives(l.position, s.stance, s.retracted_at < internal.never())
    group by l.claim, l.actor, l.position, l.step;
