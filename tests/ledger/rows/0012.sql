INSERT INTO batches (id, tenant, created_at, entries, refused) VALUES ('01890000-0000-7000-8000-0000000000ba', 'city', 1000, 1, 0);
INSERT INTO batch_entries (batch_id, number, name, bytes, report_id, job_id, duplicate, problem)
VALUES ('01890000-0000-7000-8000-0000000000ba', 0, '年报.txt', 7, '01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-0000000000b1', false, NULL)
