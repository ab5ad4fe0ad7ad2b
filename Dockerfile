# To pin the base for good, name it by its digest: --build-arg BASE=python@sha256:…
ARG BASE=python:3.11-slim

FROM ${BASE} AS made

WORKDIR /app

COPY requirements.lock deploy/trim.py /made/
# Every file is held to the hash that the lock has of it; then goes what the app never loads.
RUN python -m venv --without-pip /packages \
    && python -m pip --python /packages/bin/python install --no-cache-dir --no-compile \
        --root-user-action=ignore --require-hashes -r /made/requirements.lock \
    && python /made/trim.py /packages/lib/python3.*/site-packages

COPY LICENSE app.py ./
COPY .streamlit .streamlit
COPY initcore initcore
COPY pages pages
# Compiled here, since the user below may write nowhere but in /data and /tmp. Of the large packages only what
# is loaded before the first visitor is: nobody loads the rest, and it would take 30 MB.
RUN OPENBLAS_NUM_THREADS=1 /packages/bin/python -W ignore -c "from pages._frame.serving import load; load()" \
    && /packages/bin/python -m compileall -q -x '/(numpy|pandas|plotly|pyarrow|scipy|sklearn)/' /packages/lib /app


FROM ${BASE}

ENV PATH=/packages/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 \
    STREAMLIT_SERVER_PORT=8501 \
    INITLAB_DATABASE_URL=sqlite:////data/runs.db

WORKDIR /app

RUN useradd --uid 1000 --no-create-home --shell /usr/sbin/nologin initlab \
    && install -d -o initlab -g initlab /data

COPY --from=made /packages /packages
COPY --from=made /app /app

USER 1000
VOLUME /data
EXPOSE 8501

HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://localhost:{os.environ['STREAMLIT_SERVER_PORT']}/_stcore/health\", timeout=4)"]

CMD ["python", "-m", "streamlit", "run", "app.py"]
