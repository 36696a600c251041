# optimize: 0 1 2
"""Module docstring."""
def a():
    """Function docstring."""
def b():
    """
        Indented
          more

        less
    """
    return 1
def c():
    'only' 'one'
def d():
    f'no {docstring}'
def e():
    b'no docstring'
class A:
    """Class docstring."""
class B:
    """With	tab
    \tand escape
    """
    x = 1
async def f():
    """Coroutine."""
def g():
    """"""
lambda: """no"""
