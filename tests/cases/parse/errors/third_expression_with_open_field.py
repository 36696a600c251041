a b f'{'
