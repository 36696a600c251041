x = a𮯰b
