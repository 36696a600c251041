# versions: 3.13.3-
from __future__ import (annotations as later,
    barry_as_FLUFL)
if a <> b <> c: pass
x: "1<>2" = f"{a<>b=} != <>"
