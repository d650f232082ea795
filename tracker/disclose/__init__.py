"""Which data categories a policy discloses, and which it newly does."""
