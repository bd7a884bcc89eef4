-- The whole story as told to the public and to `ledger`, kept as tables: what the rules give, the revisions, and where
-- actors stand. refresh/ keeps them up to date with the log.
create table internal.belief_now as from slot.belief_row limit 0;
create table internal.revision_now as from internal.revision_of('story', 'public') limit 0;
create table internal.position_now as from internal.position_at_end() limit 0;
