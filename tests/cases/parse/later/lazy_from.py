lazy from json import loads
