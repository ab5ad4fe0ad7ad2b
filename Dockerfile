FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 \
    STREAMLIT_SERVER_PORT=8501 \
    INITLAB_DATABASE_URL=sqlite:////data/runs.db

WORKDIR /app

COPY requirements.txt .
# The packages' own tests are an eighth of the image, and nothing runs them there.
RUN python -m pip install --no-cache-dir --root-user-action=ignore -r requirements.txt \
    && find /usr/local/lib/python3.11/*-packages -type d -name tests -prune -exec rm -rf {} +

COPY LICENSE app.py ./
COPY .streamlit .streamlit
COPY initcore initcore
COPY pages pages
# Compiled here because the user below may write nowhere but in /data and /tmp.
RUN python -m compileall -q app.py initcore pages \
    && useradd --uid 1000 --no-create-home --shell /usr/sbin/nologin initlab \
    && install -d -o initlab -g initlab /data

USER 1000
VOLUME /data
EXPOSE 8501

HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://localhost:{os.environ['STREAMLIT_SERVER_PORT']}/_stcore/health\", timeout=4)"]

CMD ["python", "-m", "streamlit", "run", "app.py"]
