//! Functions of numbers that give the same bits on every machine.
//!
//! The standard library's `f64::ln`, `exp`, `powf`, `sin` and their like are the platform's: a score computed with them
//! in a component differs in the last bits from the same score computed natively. These do not. Plain arithmetic,
//! comparisons and `sqrt`, `abs`, `floor`, `ceil`, `trunc`, `clamp` of the standard library are exact everywhere and may
//! be used; sums have to run in a fixed order. `plugins/clippy.toml` of the repository forbids the others: copy it into a
//! plugin's folder, deny `clippy::disallowed_methods`, and clippy names each.

/// The natural logarithm.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The natural logarithm of 1 + x, exact where x is small.
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// The logarithm to base 10.
#[must_use]
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// The logarithm to base 2.
#[must_use]
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// e to the power of x.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// e to the power of x, less 1, exact where x is small.
#[must_use]
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// x to the power of y.
#[must_use]
pub fn powf(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// The square root.
#[must_use]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// The cube root.
#[must_use]
pub fn cbrt(x: f64) -> f64 {
    libm::cbrt(x)
}

/// The error function.
#[must_use]
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// Half away from zero to the next whole number.
#[must_use]
pub fn round(x: f64) -> f64 {
    libm::round(x)
}
