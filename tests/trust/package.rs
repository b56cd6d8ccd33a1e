//! Packages taken apart and put together again, as only a damaged or hostile file has them.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The parts of a package, in order.
pub type Parts = Vec<(String, Vec<u8>)>;

/// Takes a sound package apart.
pub fn parts(package: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(package)).expect("a package");
    let part = |index| {
        let mut entry = archive.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("read");
        (entry.name().expect("a name").into_owned(), bytes)
    };
    (0..ZipArchive::new(Cursor::new(package)).expect("a package").len()).map(part).collect()
}

/// Puts parts together.
pub fn zip(parts: &Parts) -> Vec<u8> {
    packed(parts, CompressionMethod::Deflated)
}

/// Puts parts together without compression, so that they can be found in the bytes.
pub fn stored(parts: &Parts) -> Vec<u8> {
    packed(parts, CompressionMethod::Stored)
}

fn packed(parts: &Parts, method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).expect("begun");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// The package with a part that is nothing but so many spaces.
pub fn filled(parts: &Parts, name: &str, spaces: u64) -> Vec<u8> {
    let others = parts.iter().filter(|(known, _)| known != name).cloned().collect();
    let mut writer = ZipWriter::new_append(Cursor::new(zip(&others))).expect("a package");
    writer.start_file(name, SimpleFileOptions::default()).expect("begun");
    std::io::copy(&mut std::io::repeat(b' ').take(spaces), &mut writer).expect("written");
    writer.finish().expect("finished").into_inner()
}

/// The package with one part changed, as text.
pub fn with(package: &[u8], name: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut parts = parts(package);
    let part = parts.iter_mut().find(|(known, _)| known == name).expect("the part");
    part.1 = change(String::from_utf8(std::mem::take(&mut part.1)).expect("UTF-8")).into_bytes();
    zip(&parts)
}

/// The package without a part.
pub fn without(package: &[u8], name: &str) -> Vec<u8> {
    let mut parts = parts(package);
    parts.retain(|(known, _)| known != name);
    zip(&parts)
}

/// The bytes with every occurrence of some replaced by others of the same length.
pub fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut bytes = bytes.to_vec();
    let places: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at..].starts_with(old)).collect();
    assert!(!places.is_empty(), "there is something to replace");
    places.into_iter().for_each(|at| bytes[at..at + new.len()].copy_from_slice(new));
    bytes
}
