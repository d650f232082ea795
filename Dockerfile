# One image without a browser (default), one with Chromium:
#   docker build -t tracker .
#   docker build -t tracker:browser --target browser .
# Both run as a user without rights, with a read-only root if asked to; what they write is in /data.

FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE requirements.lock ./
COPY tracker ./tracker
RUN python -m venv /opt/tracker \
 && /opt/tracker/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock \
 && /opt/tracker/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim AS base
COPY --from=build /opt/tracker /opt/tracker
ENV PATH=/opt/tracker/bin:$PATH PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --home-dir /data tracker && install -d -o tracker -g tracker /data
USER tracker
WORKDIR /data
VOLUME /data
ENTRYPOINT ["tracker"]
CMD ["run"]
HEALTHCHECK --interval=5m --timeout=30s CMD ["tracker", "doctor", "--quiet"]

FROM base AS browser
USER root
RUN apt-get update && apt-get install --yes --no-install-recommends chromium && rm -rf /var/lib/apt/lists/*
USER tracker

FROM base
