from __future__ import annotations
class a:
  b.super: y
  def g(self):
    self.x: int
    self.z: List[int] = 3
for a.b in c:
  list[x]: ()
(f): f"{x}"
