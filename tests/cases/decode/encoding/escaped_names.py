# coding: unicode_escape
x = "\N{SNOWMAN} \N{LATIN SMALL LETTER A WITH DIAERESIS}"
