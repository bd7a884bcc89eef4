-- One row is a source by what the log held at the position asked about.
with recursive {scope}
select s.called as source, s.publisher, s.title, s.kind, s.language, s.url, s.archived, s.audience, s.published_text,
    if(s.is_dated, nullif(s.earliest, '-infinity'), null) as published_earliest, if(s.is_dated, s.latest, null) as published_latest,
    s.captured_text, s.sha256, s.reliability, s.note, s.source as seq
from source s
where {which}
order by s.source
