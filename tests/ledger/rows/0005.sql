INSERT INTO tenants (name, created_at, retention_days, documents_per_day, bytes_per_day, rate_limit) VALUES ('city', 1000, 30, 100, 1000000, '10/second');
INSERT INTO credentials (id, tenant, name, scope, created_at, expires_at, revoked_at, last_used_at)
VALUES ('01890000-0000-7000-8000-0000000000d1', 'city', '审核科', 'write', 1000, 9000, NULL, 1100);
INSERT INTO secrets (digest, credential_id, created_at, expires_at) VALUES ('s1', '01890000-0000-7000-8000-0000000000d1', 1000, NULL);
INSERT INTO usage (tenant, holder, day, documents, bytes) VALUES ('city', '01890000-0000-7000-8000-0000000000d1', 20000, 1, 7);
INSERT INTO audit_log (id, at, tenant, credential, action, target, outcome, address, trace_id)
VALUES ('01890000-0000-7000-8000-0000000000f1', 1000, 'city', '01890000-0000-7000-8000-0000000000d1', 'report.handed-in', '01890000-0000-7000-8000-000000000001', 'accepted', '127.0.0.1', '00000000000000000000000000000000')
