"""Measures Plenipo beside a yardstick on the same machine: `python -m bench [NAME ...]`, or `make bench`.

Everything real: a durable PostgreSQL, the whole demo, gunicorn as in production, signed-in sessions, a worker, SMTP. A
figure is worth something only beside the yardstick's, which is measured in turns with each workload in the same run.
"""
