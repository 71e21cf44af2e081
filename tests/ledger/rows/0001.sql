-- What a ledger of this revision may hold. A revision that has been released is never changed, nor is this.
INSERT INTO reports (id, tenant, identity, sha256, bytes, filename, external_id, submission, received_at, audit_id, catalogue, outcome, problem, title, agency, year, template, error, warning, notice)
VALUES ('01890000-0000-7000-8000-000000000001', 'city', 'i1', 's1', 7, '年报.txt', 'A1', '{"year": 2020}', 1000, '01890000-0000-7000-8000-0000000000a1', 'c1', 'findings', NULL, '示例报告', '示例局', 2020, 'format-2019', 1, 0, 0);
INSERT INTO reports (id, tenant, identity, sha256, bytes, filename, submission, received_at)
VALUES ('01890000-0000-7000-8000-000000000002', 'town', 'i2', 's2', 8, '', '{}', 2000);
INSERT INTO jobs (id, tenant, report_id, state, attempt, lost, worker, created_at, started_at, finished_at, problem)
VALUES ('01890000-0000-7000-8000-0000000000b1', 'city', '01890000-0000-7000-8000-000000000001', 'succeeded', 1, 0, 'w', 1000, 1100, 1200, NULL);
INSERT INTO jobs (id, tenant, report_id, state, attempt, lost, created_at)
VALUES ('01890000-0000-7000-8000-0000000000b2', 'town', '01890000-0000-7000-8000-000000000002', 'queued', 0, 0, 2000);
INSERT INTO audits (id, tenant, report_id, job_id, engine, catalogue, created_at, digest, body)
VALUES ('01890000-0000-7000-8000-0000000000a1', 'city', '01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-0000000000b1', '0.1.0', 'c1', 1200, 'd1', :audit);
INSERT INTO findings (audit_id, number, tenant, report_id, rule, severity, fingerprint)
VALUES ('01890000-0000-7000-8000-0000000000a1', 0, 'city', '01890000-0000-7000-8000-000000000001', 'ARI-01', 'error', 'f');
INSERT INTO outbox (id, topic, key, created_at, due_at, tries)
VALUES ('01890000-0000-7000-8000-0000000000c2', 'job', '01890000-0000-7000-8000-0000000000b2', 2000, 2000, 0);
INSERT INTO workers (name, seen_at) VALUES ('w', 1200)
