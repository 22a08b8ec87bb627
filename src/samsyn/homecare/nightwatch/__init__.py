"""Night supervision by camera as pure rules: the numbers, one check as a machine, and what is said to a vendor."""
