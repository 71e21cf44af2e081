INSERT INTO streams (tenant, last, dropped) VALUES ('city', 1, 0);
INSERT INTO events (tenant, number, id, type, subject, at, data)
VALUES ('city', 1, '01890000-0000-7000-8000-0000000000e1', 'report.audited', '01890000-0000-7000-8000-000000000001', 1200, '{"counts": {}}')
