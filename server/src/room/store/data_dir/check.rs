//! Whether a file is as it was written, without changing it.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use redb::{Database, DatabaseError};

use super::contained::contained;
use super::disk::{self, Contents};
use super::disk_error::DiskError;
use super::overlay::Overlay;
use super::{DataDirError, FILE};

/// Checks a file before it is opened. A file that does not exist is whole.
///
/// # Errors
///
/// It is damaged, another server uses it, or it cannot be read.
pub(super) fn check(path: &Path) -> Result<(), DiskError> {
    let Some(database) = open(path)? else {
        return Ok(());
    };
    let checked = disk::load(&database).map(drop);
    close(database);
    checked
}

/// What a folder has, as `--check-data` prints it.
#[derive(Debug)]
pub struct DataReport {
    path: PathBuf,
    contents: Contents,
    /// Why the file cannot be read to its end.
    error: Option<DiskError>,
}

/// Reads the folder `path`, and changes nothing.
///
/// # Errors
///
/// Another server uses it, or it cannot be read.
pub fn report(path: &Path) -> Result<DataReport, DataDirError> {
    let path = path.join(FILE);
    let read = open(&path).and_then(|database| {
        let contents = database.as_ref().map(disk::inspect).transpose();
        if let Some(database) = database {
            close(database);
        }
        contents
    });
    let (contents, error) = match read {
        Ok(contents) => (contents.unwrap_or_default(), None),
        Err(error) if error.is_damage() => (Contents::default(), Some(error)),
        Err(error) => return Err(DataDirError::of_file(&path, error)),
    };
    Ok(DataReport {
        path,
        contents,
        error,
    })
}

impl DataReport {
    /// Whether everything is as it was written.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.error.is_none() && self.contents.damage.is_empty()
    }
}

impl fmt::Display for DataReport {
    /// A line for each room with what is whole of it, one for each damage, and a line for the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Contents {
            rooms,
            unsealed,
            damage,
        } = &self.contents;
        for room in rooms.iter().chain(unsealed) {
            let (name, messages) = (&room.name, room.entries.len());
            let damaged = damage.iter().any(|it| it.room() == Some(name));
            let state = if damaged { "damaged" } else { "whole" };
            writeln!(f, "room {name:?}: {state}, {messages} messages can be read")?;
        }
        for damage in damage {
            writeln!(f, "{damage}")?;
        }
        let (path, rooms) = (self.path.display(), rooms.len() + unsealed.len());
        match &self.error {
            Some(error) => write!(f, "{path}: damaged, none of it can be read: {error}"),
            None if damage.is_empty() => write!(f, "{path}: whole, {rooms} rooms"),
            None => write!(f, "{path}: damaged, {rooms} rooms can be read"),
        }
    }
}

/// The database of a file, in a view that changes nothing; `None` where there is no file.
fn open(path: &Path) -> Result<Option<Database>, DiskError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(from_io(error)),
    };
    // A server that uses the file is writing to it. Released with the view.
    match file.try_lock_shared() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(DatabaseError::DatabaseAlreadyOpen.into()),
        Err(TryLockError::Error(error)) => return Err(from_io(error)),
    }
    let overlay = Overlay::new(file).map_err(from_io)?;
    let mut database = contained(|| Ok(Database::builder().create_with_backend(overlay)?))?;
    if let Err(error) = disk::verify_pages(&mut database) {
        close(database);
        return Err(error);
    }
    Ok(Some(database))
}

/// Drops a view, whose database may be damaged. What it would still write is given up anyway.
fn close(database: Database) {
    let _ = contained(|| {
        drop(database);
        Ok(())
    });
}

fn from_io(error: io::Error) -> DiskError {
    DiskError::Open(DatabaseError::Storage(error.into()))
}
