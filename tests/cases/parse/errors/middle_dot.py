a・b = 1
