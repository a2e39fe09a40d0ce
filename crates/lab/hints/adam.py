"""The step that both networks are trained by (Adam, Kingma & Ba 2015, with a little decay of the weights)."""

import jax
import jax.numpy as jnp


def moments(m, v, slope):
    m = jax.tree.map(lambda a, x: 0.9 * a + 0.1 * x, m, slope)
    return m, jax.tree.map(lambda a, x: 0.999 * a + 0.001 * x * x, v, slope)


def move(x, m, v, t, rate, decay):
    return x - rate * (m / (1 - 0.9**t) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8) + decay * x)
