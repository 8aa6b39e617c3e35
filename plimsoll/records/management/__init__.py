"""Commands of Django's that the records say in their own way."""
