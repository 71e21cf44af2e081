INSERT INTO webhooks (id, tenant, url, types, description, enabled, disabled, secret, old_secrets, created_at, turn, lease_until, told_at, failures, failing_since, rest_until)
VALUES ('01890000-0000-7000-8000-0000000000a9', 'city', 'https://example.org/hook', '["report.audited"]', '平台', true, NULL, 'sealed', '[]', 1000, 1, NULL, 1200, 0, NULL, NULL);
INSERT INTO deliveries (id, tenant, webhook_id, number, target, url, state, attempts, next_at, created_at, log)
VALUES ('01890000-0000-7000-8000-0000000000b9', 'city', '01890000-0000-7000-8000-0000000000a9', 1, '', NULL, 'delivered', 1, NULL, 1200, '[{"status": 204}]');
INSERT INTO callbacks (job_id, target, webhook_id, url)
VALUES ('01890000-0000-7000-8000-0000000000b2', 't', '01890000-0000-7000-8000-0000000000a9', 'https://example.org/callback')
