INSERT INTO idempotency_keys (tenant, route, key, fingerprint, token, resource, lease_until, created_at, subject, status, headers, body)
VALUES ('city', 'POST /v1/reports', 'k1', 'f1', 't1', 'r1', 0, 1000, '01890000-0000-7000-8000-000000000001', 202, '{"Location": "/v1/jobs/x"}', :audit);
INSERT INTO idempotency_keys (tenant, route, key, fingerprint, token, resource, lease_until, created_at)
VALUES ('city', 'POST /v1/reports', 'k2', 'f2', 't2', 'r2', 5000, 2000)
