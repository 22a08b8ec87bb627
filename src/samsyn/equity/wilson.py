"""Wilson's interval of a share (1927). Nothing is imported here but a root, so it costs nothing."""

from math import sqrt


def wilson(yes: float, n: float, z: float) -> tuple[float, float]:
    """Both limits of the share `yes` of `n`, which need not be whole; z is the normal quantile (1.96).

    At none and at all the outer limit is exact, not a rounding error away. Raises ValueError for a share of nothing.
    """
    if not 0 <= yes <= n or n <= 0:
        raise ValueError(f"no share: {yes} of {n}; a share of nothing has no interval")
    middle, reach = 2 * yes + z * z, z * sqrt(z * z + 4 * yes * (n - yes) / n)
    scale = 2 * (n + z * z)
    low = 0.0 if yes == 0 else (middle - reach) / scale
    high = 1.0 if yes == n else (middle + reach) / scale
    return min(low, yes / n), max(high, yes / n)
