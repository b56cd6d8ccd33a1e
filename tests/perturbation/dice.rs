//! Choices that follow from one number, so that a failure can be repeated from what the test prints.

/// A stream of choices.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next number of SplitMix64: well mixed even from seeds such as 0, 1, 2.
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `limit`; 0 where there is no such number.
    pub fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(self.roll() % u64::from(limit.max(1))).expect("below a u32")
    }

    pub fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    /// One of some things.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let index = self.below(u32::try_from(things.len()).expect("few"));
        things.get(usize::try_from(index).expect("small"))
    }

    /// Some of the things, at least one if there is any: often one, often all.
    pub fn some<T>(&mut self, things: Vec<T>) -> Vec<T> {
        let style = self.below(3);
        let sure = self.below(u32::try_from(things.len()).expect("few"));
        let keep = |dice: &mut Dice, index: usize| match style {
            0 => false,
            1 => dice.coin(),
            _ => index < usize::MAX,
        };
        let numbered = things.into_iter().enumerate();
        numbered
            .filter(|(index, _)| u32::try_from(*index) == Ok(sure) || keep(self, *index))
            .map(|(_, thing)| thing)
            .collect()
    }
}
