"""The queue shell: Celery hands it job ids, children of its own do the reading, the ledger keeps what comes out."""
