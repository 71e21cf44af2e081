UPDATE jobs SET queue = 'slow', step = 'reading', progress = 0.5 WHERE state = 'queued'
