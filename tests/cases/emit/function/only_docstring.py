# optimize: 0 2
class C:
    def method(self, *names):
        "Does nothing."

    def other(self):
        """Two
        lines."""


async def coroutine():
    "Does nothing."
