//! The journal of a run: `<out>/.ziping/journal`, what became of every bundle, so that `--resume` need not do it again.
//!
//! An entry is a length, the key of its bundle, the content and a checksum. A run that was killed leaves a torn entry at
//! the end at most, which is cut off. The key covers the contents of the bundle's files, their names, the program's
//! version and all settings: what has changed in any way is done anew.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, anyhow, bail};

use super::Done;
use crate::limits::files::{self, Written};
use crate::limits::io_error::reason;
use crate::model::output_names;
use crate::submission::Bundle;

const NAME: &str = "journal";
/// Changes whenever an entry is kept in another form.
const FORM: u32 = 2;
/// Length, key, and checksum take so many bytes.
const LENGTH: usize = 4;
const KEY: usize = 32;
const CHECKSUM: usize = 8;

/// Whether a folder has a journal: a check wrote into it.
pub fn is_in(folder: &Path) -> bool {
    folder.join(output_names::RUN_FOLDER).join(NAME).exists()
}

/// Names the contents of a bundle under certain settings.
pub type Key = [u8; KEY];

/// The key of a bundle; none where one of its files cannot be read, for that may be better the next time.
pub fn key(settings: &Key, bundle: &Bundle) -> Option<Key> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(settings);
    hasher.update(bundle.folder.as_bytes());
    // Where a loose file beside it could not be read, what is missing is not said: that changes once the file is mended.
    hasher.update(&[u8::from(bundle.has_unread)]);
    for (file, path) in bundle.workbooks.iter().chain(&bundle.reports) {
        let content = blake3::hash(&std::fs::read(path).ok()?);
        hasher.update(&(file.len() as u64).to_le_bytes());
        hasher.update(file.as_bytes());
        hasher.update(content.as_bytes());
    }
    Some(hasher.finalize().into())
}

/// The key of the settings of a run: whatever besides the files decides what is found.
pub fn settings(parts: &[&[u8]]) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&FORM.to_le_bytes());
    for part in [env!("CARGO_PKG_VERSION").as_bytes()].iter().chain(parts) {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Where the contents of entries stand: first byte and length.
type Kept = HashMap<Key, (u64, usize)>;

/// The journal in an output folder. It is locked: two runs do not write into one folder.
pub struct Journal {
    file: Mutex<File>,
    kept: Kept,
    reader: Mutex<File>,
    earlier: Vec<Written>,
}

impl Journal {
    /// Opens the journal, with what an earlier run has kept if it is to be taken up again.
    ///
    /// # Errors
    /// The folder cannot be written to, or another run is writing into it.
    pub fn open(out: &Path, resume: bool) -> Result<Journal> {
        let path = out.join(output_names::RUN_FOLDER).join(NAME);
        let attempt = || -> std::io::Result<(File, File)> {
            std::fs::create_dir_all(out.join(output_names::RUN_FOLDER))?;
            let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path)?;
            Ok((file, File::open(&path)?))
        };
        let (mut file, reader) = attempt()
            .map_err(|error| anyhow!("{}", reason(&error)))
            .with_context(|| format!("输出文件夹 {} 无法写入", out.display()))?;
        // The lock goes with the process, so that a killed run leaves none behind.
        if file.try_lock().is_err() {
            bail!("另一个 ziping 正在向 {} 写出结果，请等它结束，或另选一个文件夹", out.display());
        }
        // Under the lock: another run's temporary files would be swept away too.
        files::sweep(out);
        let (mut kept, mut end) = entries(&file)?;
        // Read even without --resume: what an earlier run has written and this one does not is cleared away.
        let earlier = written(&file, &kept);
        if !resume {
            (kept, end) = (Kept::new(), 0);
        }
        file.set_len(end)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Journal { file: Mutex::new(file), kept, reader: Mutex::new(reader), earlier })
    }

    /// How many bundles an earlier run has kept.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there is nothing to take up.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// What became of a bundle in an earlier run.
    /// Nothing as well where its entry cannot be read: the bundle is then done anew.
    pub fn find(&self, key: &Key) -> Option<Done> {
        let (offset, length) = *self.kept.get(key)?;
        let mut content = vec![0; length];
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.seek(SeekFrom::Start(offset)).ok()?;
        reader.read_exact(&mut content).ok()?;
        postcard::from_bytes(&content).ok()
    }

    /// The files that earlier runs have written for submissions.
    pub fn earlier(&self) -> &[Written] {
        &self.earlier
    }

    /// Keeps what became of a bundle.
    ///
    /// # Errors
    /// The disk is full, or fails.
    pub fn append(&self, key: &Key, done: &Done) -> Result<()> {
        let content = postcard::to_stdvec(done)?;
        let length = u32::try_from(content.len()).context("too long for the journal")?;
        let mut entry = Vec::with_capacity(LENGTH + KEY + content.len() + CHECKSUM);
        entry.extend(length.to_le_bytes());
        entry.extend(key);
        entry.extend(&content);
        entry.extend(&blake3::hash(&entry).as_bytes()[..CHECKSUM]);
        self.file
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write_all(&entry)
            .map_err(|error| anyhow!("{}", reason(&error)))
    }
}

/// The files that whole entries tell of.
fn written(file: &File, kept: &Kept) -> Vec<Written> {
    let mut file = file;
    let mut files = Vec::new();
    for (offset, length) in kept.values() {
        let mut content = vec![0; *length];
        let read = file.seek(SeekFrom::Start(*offset)).and_then(|_| file.read_exact(&mut content));
        let done: Option<Done> = read.ok().and_then(|()| postcard::from_bytes(&content).ok());
        files.extend(done.and_then(|done| done.record).into_iter().flat_map(|record| record.written));
    }
    files
}

/// The whole entries of a journal, where their contents stand, and where the last one ends.
fn entries(file: &File) -> Result<(Kept, u64)> {
    let size = file.metadata()?.len();
    let mut reader = BufReader::new(file);
    reader.seek(SeekFrom::Start(0))?;
    let mut kept = Kept::new();
    let mut end = 0;
    let mut head = [0; LENGTH + KEY];
    while reader.read_exact(&mut head).is_ok() {
        let length = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let whole = (LENGTH + KEY + length + CHECKSUM) as u64;
        // Checked before allocating: a torn length may be anything up to 4 GB.
        if end + whole > size {
            break;
        }
        let mut rest = vec![0; length + CHECKSUM];
        reader.read_exact(&mut rest)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(&head).update(&rest[..length]);
        if hasher.finalize().as_bytes()[..CHECKSUM] != rest[length..] {
            break;
        }
        let mut key = [0; KEY];
        key.copy_from_slice(&head[LENGTH..]);
        // The latest entry of a key counts: a bundle that was done again was appended again.
        kept.insert(key, (end + (LENGTH + KEY) as u64, length));
        end += whole;
    }
    Ok((kept, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::Unreadable;

    fn done(file: &str) -> Done {
        Done { unreadable: vec![Unreadable { file: file.into(), reason: "文件已加密".into() }], ..Done::default() }
    }

    #[test]
    fn what_was_kept_is_found_again_and_a_torn_end_is_cut_off() {
        let out = tempfile::tempdir().expect("a temporary folder");
        let journal = Journal::open(out.path(), false).expect("opened");
        journal.append(&[1; 32], &done("甲")).expect("kept");
        journal.append(&[2; 32], &done("乙")).expect("kept");
        drop(journal);
        let path = out.path().join(output_names::RUN_FOLDER).join(NAME);
        let bytes = std::fs::read(&path).expect("the journal");
        for cut in 0..bytes.len() {
            std::fs::write(&path, &bytes[..cut]).expect("torn");
            let journal = Journal::open(out.path(), true).expect("opened");
            assert_eq!(journal.len(), usize::from(cut > bytes.len() / 2 - 1), "{cut}");
            journal.append(&[3; 32], &done("丙")).expect("kept");
            drop(journal);
            let journal = Journal::open(out.path(), true).expect("opened");
            assert_eq!(journal.find(&[3; 32]).expect("kept").unreadable, done("丙").unreadable);
        }
    }

    #[test]
    fn a_bundle_beside_an_unreadable_file_is_another_one() {
        let [whole, beside] = [false, true].map(|has_unread| Bundle { has_unread, ..Bundle::default() });
        assert!(key(&[0; 32], &whole).is_some() && key(&[0; 32], &whole) != key(&[0; 32], &beside));
    }

    #[test]
    fn a_folder_takes_one_run_at_a_time() {
        let out = tempfile::tempdir().expect("a temporary folder");
        let first = Journal::open(out.path(), false).expect("opened");
        assert!(Journal::open(out.path(), false).is_err());
        drop(first);
        assert!(Journal::open(out.path(), false).is_ok());
    }
}
