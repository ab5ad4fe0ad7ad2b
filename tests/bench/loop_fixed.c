/* `loop.c` for this one network: sizes are constants where each function is inlined, so that a compiler
   unrolls the short loops and keeps their sums in registers. About the least time a core can take. */

#include <math.h>

#define INLINE static inline __attribute__((always_inline))

INLINE void forward(const double *w, const double *b, int n_in, int n_out, int hidden, int m,
                    const double *restrict fed, double *restrict out) {
    for (int j = 0; j < n_out; j++) {
        double *restrict z = out + j * m;
        for (int i = 0; i < m; i++) {
            double sum = b[j];
            for (int k = 0; k < n_in; k++) sum += w[j * n_in + k] * fed[k * m + i];
            z[i] = hidden && sum < 0 ? 0 : sum;
        }
    }
}

/* The error of the layer below, where its activations are positive. */
INLINE void below(const double *w, int n_in, int n_out, int m,
                  const double *restrict error, const double *restrict fed, double *restrict out) {
    for (int k = 0; k < n_in; k++) {
        double *restrict e = out + k * m;
        const double *restrict a = fed + k * m;
        for (int i = 0; i < m; i++) {
            double sum = 0;
            for (int j = 0; j < n_out; j++) sum += w[j * n_in + k] * error[j * m + i];
            e[i] = a[i] > 0 ? sum : 0;
        }
    }
}

INLINE void update(double *w, double *b, int n_in, int n_out, int m, double rate,
                   const double *restrict error, const double *restrict fed) {
    for (int j = 0; j < n_out; j++) {
        const double *restrict d = error + j * m;
        double bias = 0, products[16] = {0};
        for (int i = 0; i < m; i++) {
            bias += d[i];
            for (int k = 0; k < n_in; k++) products[k] += d[i] * fed[k * m + i];
        }
        b[j] -= rate * bias;
        for (int k = 0; k < n_in; k++) w[j * n_in + k] -= rate * products[k];
    }
}

void train(double *w, const double *x, const double *y, int m, double rate, int iterations, double *work) {
    double *w1 = w, *b1 = w1 + 20, *w2 = b1 + 10, *b2 = w2 + 50, *w3 = b2 + 5, *b3 = w3 + 5;
    double *a1 = work, *a2 = a1 + 10 * m, *z3 = a2 + 5 * m, *e3 = z3 + m, *e2 = e3 + m, *e1 = e2 + 5 * m;
    for (int iteration = 0; iteration < iterations; iteration++) {
        forward(w1, b1, 2, 10, 1, m, x, a1);
        forward(w2, b2, 10, 5, 1, m, a1, a2);
        forward(w3, b3, 5, 1, 0, m, a2, z3);
        for (int i = 0; i < m; i++) e3[i] = 1 / (1 + exp(-z3[i])) - y[i];
        below(w3, 5, 1, m, e3, a2, e2);
        below(w2, 10, 5, m, e2, a1, e1);
        update(w3, b3, 5, 1, m, rate / m, e3, a2);
        update(w2, b2, 10, 5, m, rate / m, e2, a1);
        update(w1, b1, 2, 10, m, rate / m, e1, x);
    }
}
