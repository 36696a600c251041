__class__
class C:
    x = [lambda: __class__ for y in z]
