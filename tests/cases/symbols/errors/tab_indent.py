class A:
	if 1:
		return 1
