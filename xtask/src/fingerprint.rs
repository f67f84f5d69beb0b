//! A fingerprint of files. It changes when a file is added, removed, renamed or changed.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The fingerprint of `paths` (files and folders, relative to `root`) and of `words`.
///
/// A path that does not exist counts as such. The hash need not be cryptographic, as a forged one
/// gains nothing. It may change with the version of Rust, which costs one more build.
pub(crate) fn of(root: &Path, paths: &[&str], words: &[String]) -> Result<String> {
    let mut files = BTreeMap::new();
    for path in paths {
        collect(root, Path::new(path), &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    words.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(root: &Path, path: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    let absolute = root.join(path);
    if absolute.is_dir() {
        let unreadable = || format!("cannot read the folder {}", absolute.display());
        for entry in fs::read_dir(&absolute).with_context(unreadable)? {
            collect(
                root,
                &path.join(entry.with_context(unreadable)?.file_name()),
                files,
            )?;
        }
    } else if absolute.is_file() {
        let content =
            fs::read(&absolute).with_context(|| format!("cannot read {}", absolute.display()))?;
        files.insert(path.to_owned(), content);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("src")).unwrap();
        fs::write(folder.path().join("src/a"), "a").unwrap();
        fs::write(folder.path().join("src/b"), "b").unwrap();
        fs::write(folder.path().join("other"), "o").unwrap();
        folder
    }

    fn of_src(folder: &tempfile::TempDir) -> String {
        of(folder.path(), &["src"], &[]).unwrap()
    }

    #[test]
    fn equal_files_have_equal_fingerprints_wherever_they_are() {
        assert_eq!(of_src(&folder()), of_src(&folder()));
    }

    #[test]
    fn fingerprint_after_any_change_of_a_file_changes() {
        type Change = fn(&Path);
        let changes: [Change; 4] = [
            |src| fs::write(src.join("a"), "A").unwrap(),
            |src| fs::write(src.join("c"), "").unwrap(),
            |src| fs::remove_file(src.join("a")).unwrap(),
            |src| fs::rename(src.join("a"), src.join("z")).unwrap(),
        ];
        for change in changes {
            let folder = folder();
            let before = of_src(&folder);
            change(&folder.path().join("src"));
            assert_ne!(of_src(&folder), before);
        }
    }

    #[test]
    fn fingerprint_after_a_change_outside_stays() {
        let folder = folder();
        let before = of_src(&folder);
        fs::write(folder.path().join("other"), "changed").unwrap();
        assert_eq!(of_src(&folder), before);
    }

    #[test]
    fn fingerprint_with_other_words_changes() {
        let folder = folder();
        let with = |word: &str| of(folder.path(), &["src"], &[word.to_owned()]).unwrap();
        assert_ne!(with("trunk 0.21.14"), with("trunk 0.22.0"));
    }
}
