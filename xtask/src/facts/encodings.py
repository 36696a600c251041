"""Prints the release, and the aliases of encodings with the modules they lead to."""
import sys
from encodings.aliases import aliases

print('%d.%d.%d' % sys.version_info[:3])
for alias, module in sorted(aliases.items()):
    # The search begins with a name in lower case.
    if alias == alias.lower():
        print(alias, module)
