"""What runs without a person: jobs out of a queue in PostgreSQL, and what is done steadily.

A job runs at least once: where a worker was killed, another does its job again. So a job can be done twice with no harm.
"""
