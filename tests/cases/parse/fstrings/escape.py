x = 'a' f'\x4{b}' 'c'
