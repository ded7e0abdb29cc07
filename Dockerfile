# The product for production: the checkout, its locked dependencies, and nobody but an unprivileged user.
FROM python:3.11.14-slim-bookworm AS build
COPY requirements.lock /requirements.lock
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /requirements.lock

# Caddy without the right to low ports, which nobody in its container needs.
FROM caddy:2.10.2-alpine AS proxy
RUN setcap -r /usr/bin/caddy && chown -R 10001:10001 /data /config
COPY deploy/Caddyfile /etc/caddy/Caddyfile
USER 10001:10001
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]

FROM python:3.11.14-slim-bookworm AS app
RUN groupadd --gid 10001 safehold && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin safehold
COPY --from=build /venv /venv
COPY --chown=root:root . /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    SAFEHOLD_STATIC=/app/staticfiles
RUN SAFEHOLD_DATA=/tmp SAFEHOLD_SECRET_KEY=only-for-gathering-static-files-while-the-image-is-built \
    python manage.py collectstatic --noinput --verbosity 0 \
 && mkdir -p /data /keys && chown safehold:safehold /data /keys && chmod 0700 /data /keys
USER 10001:10001
VOLUME ["/data", "/keys"]
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "1", "--no-ws", "config.wsgi:application"]
