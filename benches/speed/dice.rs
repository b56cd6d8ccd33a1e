//! Numbers that look random and are the same every time.

/// splitmix64: a line of arithmetic, and enough for a corpus.
pub struct Dice(u64);

impl Dice {
    /// The dice of one form.
    pub fn new(seed: usize) -> Dice {
        Dice(seed as u64)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to below `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = (high - low).unsigned_abs();
        low + i64::try_from(self.next() % span).unwrap_or_default()
    }

    /// One of several.
    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let last = i64::try_from(all.len()).unwrap_or(1);
        &all[usize::try_from(self.between(0, last)).unwrap_or_default()]
    }
}
