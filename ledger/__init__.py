"""The durable record that both shells share: what was handed in, what happened to it, what came out.

The database row is the truth about a job; a queue message carries a job id and nothing else. Nothing here knows HTTP
or the engine.
"""
