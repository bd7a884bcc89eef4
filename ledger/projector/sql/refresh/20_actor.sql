-- The actors as they are now, all of them, and what follows from who is part of whom.

delete from internal.actor;
insert into internal.actor
from internal.actor_at(internal.never());

delete from internal.body;
insert into internal.body
from internal.body_at(internal.never());

delete from internal.origin;
insert into internal.origin
from internal.origin_at(internal.never());

delete from internal.recorded_origin;
insert into internal.recorded_origin
from internal.recorded_origin(internal.never());
