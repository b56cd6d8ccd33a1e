//! The colours that .xls files name by number.

/// The colours 8 to 63 where a file states none of its own; the same as Excel's, in its order.
const USUAL: [u32; 56] = [
    0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF, 0x800000, 0x008000, 0x000080,
    0x808000, 0x800080, 0x008080, 0xC0C0C0, 0x808080, 0x9999FF, 0x993366, 0xFFFFCC, 0xCCFFFF, 0x660066, 0xFF8080,
    0x0066CC, 0xCCCCFF, 0x000080, 0xFF00FF, 0xFFFF00, 0x00FFFF, 0x800080, 0x800000, 0x008080, 0x0000FF, 0x00CCFF,
    0xCCFFFF, 0xCCFFCC, 0xFFFF99, 0x99CCFF, 0xFF99CC, 0xCC99FF, 0xFFCC99, 0x3366FF, 0x33CCCC, 0x99CC00, 0xFFCC00,
    0xFF9900, 0xFF6600, 0x666699, 0x969696, 0x003366, 0x339966, 0x003300, 0x333300, 0x993300, 0x993366, 0x333399,
    0x333333,
];
/// The number of the first of them; those below repeat the first eight.
const FIRST: u32 = 8;

/// The colours of a file.
pub struct Palette(Vec<u32>);

impl Default for Palette {
    fn default() -> Palette {
        Palette(USUAL.to_vec())
    }
}

impl Palette {
    /// A file's own: red, green, blue and a byte unused for each.
    pub fn custom(data: &[u8]) -> Palette {
        let colour = |bytes: &[u8]| u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
        Palette(data.chunks_exact(4).map(colour).collect())
    }

    /// The colour of a number; none for what the system decides.
    pub fn colour(&self, number: u32) -> Option<u32> {
        let index = if number < FIRST { number } else { number - FIRST };
        self.0.get(usize::try_from(index).ok()?).copied()
    }
}
