//! Exact rational arithmetic. Laws of sums have small whole coefficients, so that nearly every number here is whole;
//! what would not fit is an overflow, never a wrong digit.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul, One, Zero};
use rust_decimal::Decimal;

/// A fraction of whole numbers.
pub type Exact = Ratio<i128>;

/// A number outgrew what is calculated with; nothing is concluded then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overflow;

/// What an exact calculation gives.
pub type ExactOutcome<T> = Result<T, Overflow>;

/// A decimal number as a fraction.
pub fn exact(value: Decimal) -> ExactOutcome<Exact> {
    // Zeros at the end would make denominators, and so overflows, larger than they need be.
    let value = value.normalize();
    let below = 10_i128.checked_pow(value.scale()).ok_or(Overflow)?;
    Ok(if below == 1 { Exact::new_raw(value.mantissa(), 1) } else { Exact::new(value.mantissa(), below) })
}

/// The sum. Whole numbers, nearly all there are, need no common divisor.
pub fn add(a: Exact, b: Exact) -> ExactOutcome<Exact> {
    if a.is_integer() && b.is_integer() {
        return a.numer().checked_add(b.numer()).map(|sum| Exact::new_raw(sum, 1)).ok_or(Overflow);
    }
    CheckedAdd::checked_add(&a, &b).ok_or(Overflow)
}

/// The product.
pub fn multiply(a: Exact, b: Exact) -> ExactOutcome<Exact> {
    if a.is_zero() || b.is_zero() {
        return Ok(Exact::zero());
    }
    if a.is_one() {
        return Ok(b);
    }
    if a.is_integer() && b.is_integer() {
        return a.numer().checked_mul(b.numer()).map(|product| Exact::new_raw(product, 1)).ok_or(Overflow);
    }
    CheckedMul::checked_mul(&a, &b).ok_or(Overflow)
}

/// The difference.
pub fn subtract(a: Exact, b: Exact) -> ExactOutcome<Exact> {
    add(a, -b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_kept_to_its_last_digit() {
        let value: Decimal = "-411.485000".parse().expect("a number");
        assert_eq!(exact(value), Ok(Exact::new(-82_297, 200)));
        assert_eq!(exact(Decimal::from(7)), Ok(Exact::from_integer(7)));
    }

    #[test]
    fn too_large_a_product_is_an_overflow() {
        let large = Exact::from_integer(i128::MAX / 2);
        assert_eq!(multiply(large, Exact::from_integer(3)), Err(Overflow));
        assert_eq!(add(large, large).and_then(|sum| add(sum, large)), Err(Overflow));
        assert_eq!(multiply(Exact::new(1, 3), Exact::from_integer(3)), Ok(Exact::from_integer(1)));
    }
}
