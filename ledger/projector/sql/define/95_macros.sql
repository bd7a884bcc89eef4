-- Questions that take arguments (design, section 8). `moment` is text: with an offset, that instant; a bare date, the
-- end of that day in the ledger's zone. `recorded` is a seq, or a moment: the answer is from the log as it was then.
-- With a `claim`, the answer is about that one alone, which costs less than choosing it from all. Stories come in their
-- order.

create macro main.claims_as_of(moment, perspective := 'public', recorded := null, claim := null) as table
    from internal.claims_asked(moment::varchar, null, perspective, recorded::varchar, claim);

create macro main.claims_after(event_id, perspective := 'public', recorded := null, claim := null) as table
    from internal.claims_asked(null, internal.given_event(event_id), perspective, recorded::varchar, claim);

create macro main.positions_as_of(moment, perspective := 'public', recorded := null, claim := null) as table
    from internal.positions_asked(moment::varchar, null, perspective, recorded::varchar, claim);

create macro main.positions_after(event_id, perspective := 'public', recorded := null, claim := null) as table
    from internal.positions_asked(null, internal.given_event(event_id), perspective, recorded::varchar, claim);

create macro main.observations_as_of(moment, perspective := 'public', recorded := null) as table
    from internal.observations_asked(moment::varchar, null, perspective, recorded::varchar);

create macro main.observations_after(event_id, perspective := 'public', recorded := null) as table
    from internal.observations_asked(null, internal.given_event(event_id), perspective, recorded::varchar);

create macro main.story(perspective := 'public', recorded := null) as table
    select step, observation, event, seq, nullif(known_earliest, '-infinity') as known_earliest, known_latest, follows_certainly
    from internal.steps_asked(null, null, perspective, recorded::varchar)
    order by step;

create macro main.claim_history(claim, perspective := 'public', recorded := null) as table
    select r.claim, r.revision, r.event, r.seq, nullif(r.known_earliest, '-infinity') as known_earliest, r.known_latest,
        r.follows_certainly, r.status, r.previous_status, r.supporters, r.deniers, r.questioners, r.origins, r.divided
    from internal.revisions_asked(null, null, perspective, recorded::varchar, claim) r
    where r.claim = internal.known_claim(claim)
    union all by name
    select null as revision where internal.known_claim(claim) is null
    order by revision;

create macro main.replay(perspective := 'public', recorded := null) as table
    select * exclude (number, visible, changes_if_possible, moves_if_possible)
    from internal.replay_asked(null, null, perspective, recorded::varchar)
    order by step;

create macro main.replay_as_of(moment, perspective := 'public', recorded := null) as table
    select * exclude (number) from internal.replay_asked(moment::varchar, null, perspective, recorded::varchar)
    order by step;

create macro main.replay_after(event_id, perspective := 'public', recorded := null) as table
    select * exclude (number) from internal.replay_asked(null, internal.given_event(event_id), perspective, recorded::varchar)
    order by step;
