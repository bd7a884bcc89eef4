-- The clock time that a question names, if any, and the last seq of the log that it looks at.
given as materialized (select internal.instant({moment}) as clock),
    asked as materialized (
        select internal.asked_seq((select clock from given), {event_id}, {perspective}, {recorded}) as seq
    )
