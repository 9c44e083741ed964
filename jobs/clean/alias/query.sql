-- Rules: a name stands for a platform only by a line of alias.csv that was looked at; nothing is
-- matched by likeness.
SELECT name, platform, rule FROM fact.alias
