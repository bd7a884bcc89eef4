-- The log as it stands: one row is a line. Everything else is derived from this table.
-- DuckDB's own JSON reader fills it, with exactly these columns; fields that no query needs have none.

-- What is known of the database itself, by key: the `fingerprint` of the statements that made it; the position up to
-- which it has read the log (`segment`, `offset`, `seq`, `chain`, `recorded_at`, `closed`), in the ledger's `timezone`;
-- the last seq from which the tables were `derived`, and whether that was finished (`settled`); and the `columns` of
-- `line` as the JSON reader takes them.
create table internal.meta (key varchar primary key, value varchar not null);

create table internal.line (
    seq bigint primary key,
    id varchar,
    type varchar,
    recorded_at timestamp,
    recorded_by varchar,
    name varchar, role varchar, part_of varchar, aliases varchar[], independent boolean,
    publisher varchar, title varchar, url varchar, archived varchar, language varchar, sha256 varchar, reliability varchar,
    kind varchar, text varchar, speaker varchar,
    "from" varchar, relation varchar, "to" varchar,
    audience varchar[],
    occurred struct(text varchar, earliest timestamp, latest timestamp),
    published struct(text varchar, earliest timestamp, latest timestamp),
    captured_at struct(text varchar, earliest timestamp, latest timestamp),
    "after" varchar[],
    stances struct(claim varchar, stance varchar, basis varchar, certainty varchar)[],
    retracts struct(observation varchar, claims varchar[])[],
    reports struct(
        source varchar, via varchar[], mode varchar, audience varchar[],
        published struct(text varchar, earliest timestamp, latest timestamp),
        quotes struct(exact varchar, "start" bigint, "end" bigint)[]
    )[],
    observation varchar, source varchar, via varchar[], mode varchar,
    quotes struct(exact varchar, "start" bigint, "end" bigint)[],
    "first" varchar, "then" varchar,
    claim varchar, assessor varchar, verdict varchar, label varchar, confidence varchar, rationale varchar, evidence varchar[],
    event varchar,
    note varchar, amends varchar, reason varchar,
    segment bigint
);

-- One row is a record: its name, its type, and its number, which is the seq of the first line that states it. Within
-- the projections, records are numbers: they join faster, and what is recorded together is stored together.
create table internal.named (name varchar not null, record bigint not null, type varchar not null);

-- The same by number, without the type: `line` is ordered by number, `named` by name. (Lines that are not the first of
-- their record have rows, too: nothing is looked up by their seqs.)
create view internal.called as select seq as record, coalesce(amends, id) as name from internal.line;

-- The name of an event: for `ledger` the id of its line, for everybody else that of the record that the line states.
create macro internal.event_called(perspective, id, amends) as if(perspective = 'ledger', id, coalesce(amends, id));

-- One row is a version of a record: `seq` is the line that states it, `until_seq` that of the next version or of the
-- void, from which on it no longer holds, and `ended_seq` that of the void, the same for all versions of the record.
create table internal.version (
    record bigint not null, type varchar not null, seq bigint not null, version bigint not null,
    until_seq bigint, ended_seq bigint
);

-- What the lines say of speakers, observations, reports and claims, in numbers; `seq` is the line. Lines do not change,
-- so rows are only ever added here. What holds at a seq is found by the version that the line states. An order's
-- `owner` is the record that states it: an order event, or the later record, which has the earlier in its `after`.
create table internal.stated_speaker (speaker bigint, seq bigint);
create table internal.stated_stance (
    claim bigint, observation bigint, seq bigint, stance varchar, basis varchar, certainty varchar
);
create table internal.stated_retraction (observation bigint, claim bigint, by_observation bigint, seq bigint);
create table internal.stated_report (report bigint, observation bigint, seq bigint);
create table internal.stated_order (owner bigint, earlier bigint, later bigint, seq bigint);

-- The lines that state the records of a type as they were at seq n, for the records in the caller's `version`.
create macro internal.line_at(n, wanted) as table
    select v.record, coalesce(l.amends, l.id) as called, l.*
    from version v join internal.line l on l.seq = v.seq
    where v.type = wanted and v.seq <= n and coalesce(v.until_seq > n, true);

-- The last seq of the log.
create macro internal.head() as (select value::bigint from internal.meta where key = 'seq');

-- The step or the seq that never comes.
create macro internal.never() as 9223372036854775807;
