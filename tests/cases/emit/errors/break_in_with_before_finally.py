try:
  with a:
      break
finally:
      yy; zz(1)
