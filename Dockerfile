# One image for every part of the service; the command says which part runs:
#   python -m service.serve      HTTP API (the default)
#   python -m workers            worker
#   python -m workers.sweeper    sweeper
#   python -m ledger.migrate     tables of the database, then exit
#   python -m gouji.cli audit …  command line, no server needed
# BASE may be any image with Python 3.11 or later and glibc 2.28 or later.
ARG BASE=python:3.12-slim-bookworm

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python3 -m venv /opt/gouji
COPY requirements/service.txt requirements/ocr.txt requirements/
# --build-arg OCR=yes: scans and pictures too, about 360 MB more.
ARG OCR=
# Every package is pinned with its hashes, and none is compiled here.
RUN /opt/gouji/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/service.txt \
 && if [ -n "${OCR}" ]; then \
      /opt/gouji/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/ocr.txt; \
    fi \
 && /opt/gouji/bin/pip uninstall --yes pip \
 && rm -r requirements
COPY LICENSE openapi.yaml ./
COPY gouji gouji
COPY ledger ledger
COPY service service
COPY workers workers
# The root file system may be read-only at run time, so bytecode is made now.
RUN /opt/gouji/bin/python -m compileall -q gouji ledger service workers

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="gouji" \
      org.opencontainers.image.description="Audits China's annual reports on open government information" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
RUN groupadd --gid 10001 gouji \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/gouji --shell /usr/sbin/nologin gouji \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/gouji
COPY --from=build /opt/gouji /opt/gouji
COPY --from=build /app /app
# Outside a container the service listens on the loopback only. Here it listens on every address,
# and therefore refuses to start without GOUJI_API_KEYS.
ENV PATH=/opt/gouji/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LANG=C.UTF-8 \
    HOME=/var/lib/gouji \
    GOUJI_HOST=0.0.0.0 \
    GOUJI_PORT=8000 \
    GOUJI_METRICS_HOST=0.0.0.0 \
    GOUJI_STATE=/var/lib/gouji
WORKDIR /app
USER 10001:10001
VOLUME ["/var/lib/gouji"]
EXPOSE 8000
STOPSIGNAL SIGTERM
# For the API. Kubernetes has probes of its own; compose.yaml overrides it for the other parts.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['GOUJI_PORT'] + '/healthz', timeout=4)"]
CMD ["python", "-m", "service.serve"]
