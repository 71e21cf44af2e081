"""All SQL. One module a concern: intake, jobs (claim to finish), reports (what is read), profiles
(a tenant's own rules), events (what is told to the outside), fanout, webhooks, turns and deliveries
(to whom, and how that went), workers (who is alive).

Every function takes the open Database; those that change something are one transaction.
"""
