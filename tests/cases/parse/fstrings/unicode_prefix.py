x = u'a' f'b{c:d{e}f}g' u'h'
