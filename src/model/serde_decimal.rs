//! How exact numbers and texts of the program are kept in the record of a run.

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

/// Words of a rule, which live as long as the program. (By this name serde does not take them for borrowed.)
pub type Words = &'static str;

/// Words of a rule: its id, what it says, the provision it rests on.
pub mod words {
    use std::collections::HashSet;
    use std::sync::LazyLock;

    use super::*;
    use crate::rules::catalogue;

    static KNOWN: LazyLock<HashSet<&'static str>> =
        LazyLock::new(|| catalogue().iter().flat_map(|rule| [rule.id, rule.title, rule.basis]).collect());

    /// Keeps them.
    pub fn serialize<S: Serializer>(words: &str, serializer: S) -> Result<S::Ok, S::Error> {
        words.serialize(serializer)
    }

    /// Takes them back; words that no rule of this program has are an error.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
        let words = String::deserialize(deserializer)?;
        KNOWN.get(words.as_str()).copied().ok_or_else(|| serde::de::Error::custom("words of another version"))
    }
}
