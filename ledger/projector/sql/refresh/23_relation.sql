-- The relations of claims as they are now, all of them.

delete from internal.claim_relation;
insert into internal.claim_relation
from internal.claim_relation_at(internal.never());
