//! Stable keys of submissions, within one run and across runs.

/// Longer keys are cut, and end in a hash of the whole.
const LONGEST: usize = 100;

/// `folder|department|year`, with the folder as the files are named by it. Equal inputs give equal keys wherever they
/// are read.
pub fn key(folder: &str, department: &str, year: Option<i32>) -> String {
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    let plain = |part: &str| part.replace('%', "%25").replace('|', "%7C");
    let whole = format!("{}|{}|{year}", plain(folder), plain(department));
    if whole.chars().count() <= LONGEST {
        return whole;
    }
    let hash = blake3::hash(whole.as_bytes()).to_hex();
    format!("{}~{}", whole.chars().take(LONGEST).collect::<String>(), &hash[..16])
}

/// The key as it was before it was numbered among equal ones of its run: nothing else ends in `#2`.
pub fn without_number(key: &str) -> &str {
    let numbered = key.rsplit_once('#').filter(|(_, number)| number.bytes().all(|digit| digit.is_ascii_digit()));
    numbered.map_or(key, |(own, _)| own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tell_submissions_apart_however_long_their_names_are() {
        assert_eq!(key("甲局", "园林局", Some(2023)), "甲局|园林局|2023");
        assert_ne!(key("甲|乙", "丙", None), key("甲", "乙|丙", None));
        assert_eq!(without_number("甲|乙|2023#2"), "甲|乙|2023");
        assert_eq!(without_number("甲|乙#2|"), "甲|乙#2|");
        let long = "很".repeat(300);
        let [one, other] = [key(&long, "甲", None), key(&long, "乙", None)];
        assert!(one != other && one.chars().count() == LONGEST + 17);
    }
}
