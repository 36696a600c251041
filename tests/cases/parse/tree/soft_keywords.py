# compare: tree
# Words that are keywords at times.
match = a; case = b; type = c; _ = d; lazy = e
match(a)
match[a]
match.a
match, a
match: a
match: a = b
match += a
match * a
match - a
match | a
(match)
match; match
case(a)
type(a)
type[a]
type.a
type: a
type = a
type * a
print(match, case, type, _, lazy)
lazy.a; lazy(a); lazy[a]; lazy: a
match or a
match if a else b
match in a
match is not a
match not in a
def match(case, type=_): type; case
class type: match = case
from match import case as type
import match.case
for match in case: type
match(a, b).c = d
match[a:b] = c
match
