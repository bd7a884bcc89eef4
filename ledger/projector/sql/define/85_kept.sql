-- What is told of the whole log to the public, and to those who keep it, kept as tables. The story (its order), the
-- steps of each claim, what the rules give, and the revisions: refresh/ keeps them level with the log.
create table internal.belief_now as from slot.belief_row limit 0;
create table internal.revision_now as from internal.revision_of('story', 'public') limit 0;
create table internal.position_now as from internal.position_at_end() limit 0;
