x = (f'a{b}'
     'c' f'''{d
 + e:{f}
 g}''' f'{(h, i)}')
