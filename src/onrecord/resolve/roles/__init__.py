"""As whom somebody speaks: roles, whose they are, who could know, by which medium and to whom."""
