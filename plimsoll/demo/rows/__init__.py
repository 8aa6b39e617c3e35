"""The invented town as rows of the database: a file for each word, as the tables have."""
