# versions: 3.13.16-3.15
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
          x = [[[[[[[[[[[[n for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s] for n in s]
