-- The sources as they are now, all of them.

delete from internal.source;
insert into internal.source
from internal.source_at(internal.never());
