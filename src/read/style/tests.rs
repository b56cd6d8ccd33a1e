use super::*;

#[test]
fn lengths_of_any_unit_are_inches() {
    assert_eq!(inches("2.54cm"), Some(Decimal::ONE));
    assert_eq!(inches("36pt"), Some(Decimal::new(5, 1)));
    assert_eq!(inches("1.5"), None);
    assert_eq!(characters(Decimal::ONE), Decimal::from(13));
}

#[test]
fn damaged_files_have_no_looks() {
    for format in [Format::Xls, Format::Ods, Format::Xlsb] {
        assert!(read(b"PK\x03\x04", format).is_empty());
    }
}
