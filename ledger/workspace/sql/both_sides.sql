-- One row is an actor who certainly supported and certainly denied a claim by a cut, without a certain change of sides:
-- what may have been said in between leaves it open.
with recursive {scope},
moved as materialized (from internal.reversals_told())
select c.called as claim, a.called as actor, list(distinct o.called order by o.called) as events
from stance s
    join observation o on o.observation = s.observation
    join claim c on c.claim = s.claim
    join actor a on a.actor = s.speaker
where s.counts and s.stance in ('support', 'deny')
    and s.observation in (select observation from visible where step = 1)
    and (s.claim, s.speaker) not in (select claim, actor from moved)
group by c.called, a.called
having min(s.stance) <> max(s.stance)
order by c.called, a.called
