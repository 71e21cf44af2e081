"""A typed client of the Gouji service: hand a report in, wait for its audit, read what was found.

    from client import Client

    with Client("http://127.0.0.1:8000", key="…") as gouji:
        audit = gouji.check("report.pdf", published="2024-02-06")
        for finding in audit["findings"]:
            print(finding["rule"], finding["message"]["zh"])

It needs httpx alone and stands by itself: it knows the contract (openapi.yaml) and nothing of what is behind it.
"""

from client.client import Client
from client.errors import GoujiError, NotAuditedError, ProblemError, UnreachableError

__all__ = ["Client", "GoujiError", "NotAuditedError", "ProblemError", "UnreachableError"]
