FROM python:3.13-slim AS build
COPY . /src
RUN python -m venv /opt/meerkat \
 && /opt/meerkat/bin/pip install --no-cache-dir --disable-pip-version-check -c /src/constraints.txt /src

FROM python:3.13-slim
COPY --from=build /opt/meerkat /opt/meerkat
# The image runs with a read-only root file system: docker run --read-only --tmpfs /tmp -v meerkat:/data ...
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin meerkat \
 && install -d -o meerkat -g meerkat /data
ENV PATH=/opt/meerkat/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MEERKAT_DATABASE=/data/meerkat.db \
    MEERKAT_WEB__LISTEN=127.0.0.1:8080
WORKDIR /data
USER meerkat
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import http.client as h, os, sys; c = h.HTTPConnection('127.0.0.1', int(os.environ['MEERKAT_WEB__LISTEN'].rpartition(':')[2]), timeout=4); c.request('GET', '/health'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["meerkat"]
CMD ["run"]
