-- The two database roles of an installation: one owns the tables and migrates, the application connects as the other and
-- may neither alter a table nor switch off a trigger. psql runs this as the superuser; it may run again at any time.
-- The passwords come from the environment, so that no list of processes shows them.
\getenv owner_password OWNER_PASSWORD
\getenv application_password APPLICATION_PASSWORD

-- The default privileges live in template1, so that every database made later has them.
\connect template1
SELECT format('CREATE ROLE %I', role) FROM unnest(ARRAY['plenipo_owner', 'plenipo_app']) AS role
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec
ALTER ROLE plenipo_owner LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD :'owner_password';
ALTER ROLE plenipo_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD :'application_password';
ALTER DEFAULT PRIVILEGES FOR ROLE plenipo_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO plenipo_app;
ALTER DEFAULT PRIVILEGES FOR ROLE plenipo_owner GRANT USAGE, SELECT ON SEQUENCES TO plenipo_app;

\connect postgres
SELECT 'CREATE DATABASE plenipo OWNER plenipo_owner'
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'plenipo') \gexec
