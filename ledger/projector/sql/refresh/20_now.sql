-- The records as they are now, from the definitions that also say how they were at any position.
delete from internal.actor;          insert into internal.actor from internal.actor_at(internal.head());
delete from internal.body;           insert into internal.body from internal.body_at(internal.head());
delete from internal.origin;         insert into internal.origin from internal.origin_at(internal.head());
delete from internal.source;         insert into internal.source from internal.source_at(internal.head());
delete from internal.claim;          insert into internal.claim from internal.claim_at(internal.head());
delete from internal.observation;    insert into internal.observation from internal.observation_at(internal.head());
delete from internal.report;         insert into internal.report from internal.report_at(internal.head());
delete from internal.stance;         insert into internal.stance from internal.stance_at(internal.head());
delete from internal.retraction;     insert into internal.retraction from internal.retraction_at(internal.head());
delete from internal.claim_relation; insert into internal.claim_relation from internal.claim_relation_at(internal.head());
delete from internal.assessment;     insert into internal.assessment from internal.assessment_at(internal.head());
delete from internal.edge;           insert into internal.edge from internal.edge_at(internal.head());
delete from internal.moment;         insert into internal.moment from internal.moment_at(internal.head());
