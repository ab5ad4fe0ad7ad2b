/* The course's network, 2-10-5-1 with relu and a sigmoid, trained by full-batch gradient descent: the
   core's arithmetic in plain loops over contiguous arrays, each vectorised over the examples.

   `w` holds W1 b1 W2 b2 W3 b3, row by row. `x` is (2, m), `y` is (m). `work` has room for 32 rows of m. */

#include <math.h>

static void forward(const double *w, const double *b, int n_in, int n_out, int m,
                    const double *restrict fed, double *restrict out) {
    for (int j = 0; j < n_out; j++) {
        double *restrict z = out + j * m;
        for (int i = 0; i < m; i++) z[i] = b[j];
        for (int k = 0; k < n_in; k++) {
            const double weight = w[j * n_in + k], *restrict a = fed + k * m;
            for (int i = 0; i < m; i++) z[i] += weight * a[i];
        }
    }
}

static void relu(int count, double *restrict a) {
    for (int i = 0; i < count; i++) a[i] = a[i] > 0 ? a[i] : 0;
}

/* The error of the layer below, where its activations are positive. */
static void below(const double *w, int n_in, int n_out, int m,
                  const double *restrict error, const double *restrict fed, double *restrict out) {
    for (int k = 0; k < n_in; k++) {
        double *restrict e = out + k * m;
        const double *restrict a = fed + k * m;
        for (int i = 0; i < m; i++) e[i] = 0;
        for (int j = 0; j < n_out; j++) {
            const double weight = w[j * n_in + k], *restrict d = error + j * m;
            for (int i = 0; i < m; i++) e[i] += weight * d[i];
        }
        for (int i = 0; i < m; i++) e[i] = a[i] > 0 ? e[i] : 0;
    }
}

static void update(double *w, double *b, int n_in, int n_out, int m, double rate,
                   const double *restrict error, const double *restrict fed) {
    for (int j = 0; j < n_out; j++) {
        const double *restrict d = error + j * m;
        double sum = 0;
        for (int i = 0; i < m; i++) sum += d[i];
        b[j] -= rate * sum;
        for (int k = 0; k < n_in; k++) {
            const double *restrict a = fed + k * m;
            double product = 0;
            for (int i = 0; i < m; i++) product += d[i] * a[i];
            w[j * n_in + k] -= rate * product;
        }
    }
}

void train(double *w, const double *x, const double *y, int m, double rate, int iterations, double *work) {
    double *w1 = w, *b1 = w1 + 20, *w2 = b1 + 10, *b2 = w2 + 50, *w3 = b2 + 5, *b3 = w3 + 5;
    double *a1 = work, *a2 = a1 + 10 * m, *z3 = a2 + 5 * m, *e3 = z3 + m, *e2 = e3 + m, *e1 = e2 + 5 * m;
    for (int iteration = 0; iteration < iterations; iteration++) {
        forward(w1, b1, 2, 10, m, x, a1);
        relu(10 * m, a1);
        forward(w2, b2, 10, 5, m, a1, a2);
        relu(5 * m, a2);
        forward(w3, b3, 5, 1, m, a2, z3);
        for (int i = 0; i < m; i++) e3[i] = 1 / (1 + exp(-z3[i])) - y[i];
        below(w3, 5, 1, m, e3, a2, e2);
        below(w2, 10, 5, m, e2, a1, e1);
        update(w3, b3, 5, 1, m, rate / m, e3, a2);
        update(w2, b2, 10, 5, m, rate / m, e2, a1);
        update(w1, b1, 2, 10, m, rate / m, e1, x);
    }
}
