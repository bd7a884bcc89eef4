-- The records as they are now: of the small relations those of which there is something new, of the large ones the
-- observations that are touched, with all that belongs to them. The definitions are those for any position of the log;
-- at 0 there is nothing.

delete from internal.actor where 'actor' in (from internal.touched_type);
insert into internal.actor
from internal.actor_at(internal.head_for('actor'));

delete from internal.body where 'actor' in (from internal.touched_type);
insert into internal.body
from internal.body_at(internal.head()) where 'actor' in (from internal.touched_type);

delete from internal.origin where 'actor' in (from internal.touched_type);
insert into internal.origin
from internal.origin_at(internal.head()) where 'actor' in (from internal.touched_type);

delete from internal.recorded_origin where 'actor' in (from internal.touched_type);
insert into internal.recorded_origin
from internal.recorded_origin(internal.head_for('actor'));

delete from internal.source where 'source' in (from internal.touched_type);
insert into internal.source
from internal.source_at(internal.head_for('source'));

delete from internal.claim where 'claim' in (from internal.touched_type);
insert into internal.claim
from internal.claim_at(internal.head_for('claim'));

delete from internal.claim_relation where 'relation' in (from internal.touched_type);
insert into internal.claim_relation
from internal.claim_relation_at(internal.head_for('relation'));

delete from internal.assessment where 'assessment' in (from internal.touched_type);
insert into internal.assessment
from internal.assessment_at(internal.head_for('assessment'));

delete from internal.observation where observation in (from internal.touched_observation);
insert into internal.observation
with version as (from internal.version where record in (from internal.touched_record))
from internal.observation_at(internal.head());

delete from internal.report where observation in (from internal.touched_observation);
insert into internal.report
with version as (from internal.version where record in (from internal.touched_record)),
    observation as (from internal.observation where observation in (from internal.touched_observation))
from internal.report_at(internal.head());

delete from internal.stance where observation in (from internal.touched_observation);
insert into internal.stance
with observation as (from internal.observation where observation in (from internal.touched_observation))
from internal.stance_at(internal.head());

delete from internal.retraction where by_observation in (from internal.touched_observation);
insert into internal.retraction
from internal.retraction_at(internal.head()) where by_observation in (from internal.touched_observation);

delete from internal.said where owner in (from internal.touched_record);
insert into internal.said
with version as (from internal.version where record in (from internal.touched_record)),
    observation as (from internal.observation where observation in (from internal.touched_observation)),
    report as (from internal.report where observation in (from internal.touched_observation))
from internal.said_at(internal.head());

delete from internal.edge where first_name in (from internal.touched_record);
insert into internal.edge
with observation as (from internal.observation where observation in (from internal.touched_observation)),
    report as (from internal.report where observation in (from internal.touched_observation)),
    said as (from internal.said where owner in (from internal.touched_record))
from internal.edge_at(internal.head());

delete from internal.moment where observation in (from internal.touched_observation);
insert into internal.moment
with observation as (from internal.observation where observation in (from internal.touched_observation)),
    report as (from internal.report where observation in (from internal.touched_observation)),
    edge as (from internal.edge where first_name in (from internal.touched_record))
from internal.moment_at(internal.head());
