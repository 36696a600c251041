x = [[[[[[[[[[[[[[[[[[[n for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s]
def f():
  for a in b:
   for a in b:
    for a in b:
     for a in b:
      for a in b:
       for a in b:
        for a in b:
         for a in b:
          for a in b:
           for a in b:
            x = [[[[[[[[[n for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s]
