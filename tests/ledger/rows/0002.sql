INSERT INTO profiles (tenant, digest, body, updated_at) VALUES ('city', '0123456789abcdef', '{"name": "试"}', 1000);
UPDATE reports SET profile = '0123456789abcdef' WHERE tenant = 'city'
