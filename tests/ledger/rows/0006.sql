INSERT INTO facts (report_id, number, tenant, indicator, year, applicant, item, scope, value, unit, state, origin)
VALUES ('01890000-0000-7000-8000-000000000001', 1, 'city', 'requests.received', 2020, 'total', NULL, NULL, '7', '件', 'number', 'table');
UPDATE findings SET family = 'ARI', agency = '示例局', year = 2020, template = 'format-2019', body = '{"name": "requests-balance"}'
