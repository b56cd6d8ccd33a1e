//! serde adapters for `Decimal`, which keep numbers exact in the record of a run.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Digits and how many of them stand after the point.
type Digits = (i128, u32);

fn digits(number: Decimal) -> Digits {
    (number.mantissa(), number.scale())
}

fn number<E: serde::de::Error>((mantissa, scale): Digits) -> Result<Decimal, E> {
    Decimal::try_from_i128_with_scale(mantissa, scale).map_err(E::custom)
}

/// A number, with the digits that it was given.
pub mod amount {
    use super::*;

    /// Keeps it.
    pub fn serialize<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        digits(*amount).serialize(serializer)
    }

    /// Takes it back.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        number(Digits::deserialize(deserializer)?)
    }
}

/// A number, if there is one.
pub mod optional {
    use super::*;

    /// Keeps it.
    pub fn serialize<S: Serializer>(amount: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
        amount.map(digits).serialize(serializer)
    }

    /// Takes it back.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
        Option::<Digits>::deserialize(deserializer)?.map(number).transpose()
    }
}

/// Three numbers, as far as there are any: a value and the bounds of its range.
pub mod amounts {
    use super::*;

    /// Keeps them.
    pub fn serialize<S: Serializer>(amounts: &[Option<Decimal>; 3], serializer: S) -> Result<S::Ok, S::Error> {
        amounts.map(|amount| amount.map(digits)).serialize(serializer)
    }

    /// Takes them back.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[Option<Decimal>; 3], D::Error> {
        let [value, low, high] = <[Option<Digits>; 3]>::deserialize(deserializer)?;
        let back = |amount: Option<Digits>| amount.map(number).transpose();
        Ok([back(value)?, back(low)?, back(high)?])
    }
}
