-- COPY FROM PROGRAM needs the role pg_execute_server_program
copy history from '/var/lib/history.csv' with (format csv);
copy history to program 'gzip > /var/backups/history.gz';
