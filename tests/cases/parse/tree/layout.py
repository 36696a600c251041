# compare: tree
# Blank lines, joined lines, tabs, form feeds, comments in odd places.
if a:
        b
        if c:
            d

        e
a = \
  b + \
c

if a: \
  b
def f(a, \
      b): pass
(
)
[

a

]
if a:
    # comment
    b
    # comment
# comment
else:
    c
        # comment


def f():
    a
    b
class A:
	# comment
	b
	
	c
x = [  	 a  ,	 b ]
x = """
	text
""" ; y = 1
a ;b ; c ;
a
