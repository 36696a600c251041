try:
  continue
finally: _s
