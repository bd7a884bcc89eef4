-- The clock time that a question names, if it does, and the position of the log from which it is answered.
given as materialized (select internal.instant({moment}) as clock),
    asked as materialized (
        select internal.position_asked((select clock from given), {event_id}, {perspective}, {recorded}) as n
    )
