"""What can go wrong, as exceptions. All of them are GoujiError."""

from __future__ import annotations

from client.types import Job, Problem


class GoujiError(Exception):
    """Anything that this client raises on purpose."""


class UnreachableError(GoujiError):
    """The service did not answer, or not as a service does, until the patience for it was over."""


class ProblemError(GoujiError):
    """The service refused. ``problem`` is its answer: a code to decide by, titles and details in both languages."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem['status']} {problem['code']}: {problem['detail']}")
        self.problem = problem


class NotAuditedError(GoujiError):
    """There is no audit: the job failed, was cancelled, or had not ended in time. ``job`` says which."""

    def __init__(self, job: Job) -> None:
        problem = job["problem"]
        super().__init__(f"job {job['id']} {job['state']}" + (f": {problem['code']}" if problem else ""))
        self.job = job
